import { readColour } from '../domain/colours.ts';
import { isOfAbsentPage, limitOf } from '../domain/custom-strings.ts';
import {
  CUSTOM_IMAGES,
  type CustomImage,
  type CustomImageName,
  type Customization,
  imageType,
} from '../domain/customization.ts';
import { lengthOf } from '../domain/guest-text.ts';
import { type ColourTweaks, contrastProblems } from '../domain/palette.ts';
import { plainText } from '../domain/rich-text.ts';
import { cleanCss } from '../domain/theme-css.ts';
import { notesOnTexts } from './customization-notes.ts';
import type { GivenCustomizations } from './customizations-schema.ts';
import type { Mistake } from './mistake.ts';

const AT = 'SelfRegPortal.customizations';

/** ISE: texts beside the pages' own, and which string key of the pages each of them is. */
const GLOBAL_TEXTS = [
  ['bannerTitle', 'ui_banner_label', 256],
  ['contactText', 'ui_contact_link', 256],
  ['footerElement', 'ui_footer_label', 2_000],
] as const;

interface Read {
  customization: Customization;
  mistakes: Mistake[];
  /** What was left out or will be hard to read, in sentences. */
  notes: string[];
}

/** Decodes and checks the customisation of a portal: colours, pictures, style sheet and texts. */
export function readCustomization(given: GivenCustomizations, allowScripts: boolean): Read {
  const mistakes: Mistake[] = [];
  const wrong = (path: string, value: unknown, allowed: string) =>
    mistakes.push({ path: `${AT}.${path}`, value, allowed });
  const notes: string[] = [];

  const colours = readColours(given, wrong);
  notes.push(...contrastProblems(colours));
  const themeCss = readTheme(given, wrong, notes);
  const images = readImages(given, wrong);
  const texts = readTexts(given, wrong);
  notes.push(...notesOnTexts(texts, allowScripts));
  return { customization: { themeCss, colours, images, texts, allowScripts }, mistakes, notes };
}

type Wrong = (path: string, value: unknown, allowed: string) => void;

function readColours(given: GivenCustomizations, wrong: Wrong): ColourTweaks {
  const colours: Record<string, string> = {};
  for (const [name, value] of Object.entries(given?.portalTweakSettings ?? {})) {
    if (value === undefined || value.trim() === '') continue;
    const colour = readColour(value);
    if (colour === null) {
      wrong(`portalTweakSettings.${name}`, value, 'a colour such as #06c, #0066cc or navy');
    } else {
      colours[name] = colour;
    }
  }
  return colours;
}

function readTheme(given: GivenCustomizations, wrong: Wrong, notes: string[]): string {
  const data = given?.portalTheme?.themeData ?? '';
  const bytes = fromBase64(data);
  const css = bytes === null ? null : fromUtf8(bytes);
  if (css === null) {
    wrong('portalTheme.themeData', data, 'a style sheet, base64');
    return '';
  }
  const cleaned = cleanCss(css);
  if (cleaned === null) {
    wrong('portalTheme.themeData', data, 'a style sheet that hides no address behind escapes');
    return '';
  }
  if (cleaned.removed.length > 0) {
    const shown = cleaned.removed.slice(0, 5).join(', ');
    const more = cleaned.removed.length > 5 ? ` and ${cleaned.removed.length - 5} more` : '';
    notes.push(
      `Left out of the theme’s style sheet, as the portal asks no address outside itself: ${shown}${more}.`,
    );
  }
  return cleaned.css;
}

function readImages(given: GivenCustomizations, wrong: Wrong): Customization['images'] {
  const images: Partial<Record<CustomImageName, CustomImage>> = {};
  for (const name of CUSTOM_IMAGES) {
    const data = given?.globalCustomizations?.[name]?.data ?? '';
    if (data.trim() === '') continue;
    const bytes = fromBase64(data);
    const type = bytes === null ? null : imageType(bytes);
    if (bytes === null || type === null) {
      wrong(`globalCustomizations.${name}.data`, data, 'a PNG, JPEG, GIF or WebP image, base64');
    } else {
      images[name] = { type, bytes };
    }
  }
  return images;
}

function readTexts(given: GivenCustomizations, wrong: Wrong): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [index, { key, value }] of (given?.pageCustomizations?.data ?? []).entries()) {
    const path = `pageCustomizations.data[${index}]`;
    const bytes = fromBase64(value);
    const text = bytes === null ? null : fromUtf8(bytes);
    if (!/^ui_[a-z0-9_]{1,120}$/.test(key))
      wrong(`${path}.key`, key, 'a string key of ISE, such as ui_aup_page_title');
    else if (text === null) wrong(`${path}.value`, value, `the text of ${key}, base64`);
    else {
      const limit = limitOf(key);
      if (lengthOf(text) > limit && !isOfAbsentPage(key)) {
        wrong(
          `${path}.value`,
          value,
          `the text of ${key}, at most ${limit} characters (it has ${lengthOf(text)})`,
        );
      }
      texts[key] = text;
    }
  }
  for (const [name, key, limit] of GLOBAL_TEXTS) {
    const text = given?.globalCustomizations?.[name] ?? '';
    if (lengthOf(text) > limit) {
      wrong(`globalCustomizations.${name}`, text, `at most ${limit} characters (it has ${lengthOf(text)})`);
    }
    if (plainText(text) !== '') texts[key] = text;
  }
  return texts;
}

/** Null for what is no base64. Line ends and a `data:` head are overlooked. */
function fromBase64(text: string): Uint8Array | null {
  const bare = text.replace(/^data:[^,]*;base64,/, '').replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare) || bare.replace(/=/g, '').length % 4 === 1) return null;
  return Buffer.from(bare, 'base64');
}

function fromUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
