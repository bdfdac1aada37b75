import { createHash } from 'node:crypto';
import { Router } from 'express';
import type { Customization } from '../../domain/customization.ts';
import { paletteCss } from '../../domain/palette.ts';

/** What the top of each page refers to; addresses relative to the portal's pages. */
export interface CustomLinks {
  styles: string[];
  /** The logo by the width of the screen; null for ours. */
  logo: { narrow: string; wide: string } | null;
}

const FOLDER = 'customization';

/** The operator's style sheet, colours and pictures as files of the portal, so that its policy need not be relaxed. */
export function customFiles(customization: Customization): { router: Router; links: CustomLinks } {
  const { images, themeCss, colours } = customization;
  const files = new Map<string, { type: string; body: Buffer }>();
  const add = (name: string, type: string, body: string | Uint8Array) => {
    const bytes = Buffer.from(body);
    files.set(name, { type, body: bytes });
    const version = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
    return `${FOLDER}/${name}?${version}`;
  };

  const pictures = Object.fromEntries(
    Object.entries(images).map(([name, { type, bytes }]) => [name, add(name, type, bytes)]),
  );
  const colourCss = paletteCss(colours) + pictureCss(pictures);
  const styles = [
    themeCss === '' ? null : add('theme.css', 'text/css; charset=utf-8', themeCss),
    colourCss === '' ? null : add('colours.css', 'text/css; charset=utf-8', colourCss),
  ].filter((link) => link !== null);

  const narrow = pictures.mobileLogoImage ?? pictures.desktopLogoImage;
  const wide = pictures.desktopLogoImage ?? pictures.mobileLogoImage;
  const router = Router({ caseSensitive: true });
  router.get(`/${FOLDER}/:name`, (request, response, next) => {
    const file = files.get(request.params.name);
    if (file === undefined) return next();
    response.set({ 'Content-Type': file.type, 'Cache-Control': 'public, max-age=3600' });
    response.end(file.body);
  });
  return {
    router,
    links: { styles, logo: narrow !== undefined && wide !== undefined ? { narrow, wide } : null },
  };
}

/** The two pictures that lie behind something. Addresses are relative to the style sheet, which is in their folder. */
function pictureCss({ bannerImage, backgroundImage }: Record<string, string>): string {
  const rule = (selector: string, link: string | undefined, more = '') =>
    link === undefined
      ? ''
      : `${selector} {\n  background-image: url("${link.slice(FOLDER.length + 1)}");\n  background-position: center;\n  background-size: cover;\n}\n${more}`;
  return (
    rule('.site-header', bannerImage) +
    rule('body', backgroundImage, '.site-footer {\n  background-color: var(--page);\n}\n')
  );
}
