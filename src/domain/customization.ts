import type { ColourTweaks } from './palette.ts';

/** What makes a portal look and speak like its owner's. ISE: `customizations` of the ERS resource, decoded and checked. */
export interface Customization {
  /** The theme's style sheet, with nothing in it that reaches another host; empty without one. */
  themeCss: string;
  colours: ColourTweaks;
  images: Partial<Record<CustomImageName, CustomImage>>;
  /** Texts by ISE's string keys, as the operator wrote them: HTML or plain, not cleaned. */
  texts: Record<string, string>;
  /** Scripts in those texts are run. */
  allowScripts: boolean;
}

export const CUSTOM_IMAGES = [
  'mobileLogoImage',
  'desktopLogoImage',
  'bannerImage',
  'backgroundImage',
] as const;

export type CustomImageName = (typeof CUSTOM_IMAGES)[number];

export interface CustomImage {
  /** As its bytes say. */
  type: string;
  bytes: Uint8Array;
}

/** The portal as we made it. */
export const NOT_CUSTOMIZED: Customization = {
  themeCss: '',
  colours: {},
  images: {},
  texts: {},
  allowScripts: false,
};

/** The media type that the first bytes of a picture show; null for anything else. SVG is none: it can carry scripts. */
export function imageType(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'image/gif';
  if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'image/webp';
  return null;
}
