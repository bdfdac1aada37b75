import { contrast, mix, mostReadable } from './colours.ts';

/** ISE: the four tweaks of a theme, each `#rrggbb`. */
export interface ColourTweaks {
  bannerColor?: string;
  bannerTextColor?: string;
  pageBackgroundColor?: string;
  pageLabelAndTextColor?: string;
}

const DARK_TEXT = '#14262b';
const LIGHT_TEXT = '#e9f1f2';
/** WCAG 2.2 AA for texts. */
const READABLE = 4.5;

/**
 * The style sheet of the four colours, empty without any. What ISE has no colour for (buttons, borders, errors) follows
 * from them, so that it can be read wherever the chosen text can.
 */
export function paletteCss(tweaks: ColourTweaks): string {
  return [bannerRule(tweaks), pageRule(tweaks)].filter(Boolean).join('\n');
}

/** Pairs that few people can read, in sentences. */
export function contrastProblems(tweaks: ColourTweaks): string[] {
  const { bannerColor, bannerTextColor, pageBackgroundColor, pageLabelAndTextColor } = tweaks;
  const page = pageOf(tweaks);
  return [
    bannerTextColor === undefined
      ? null
      : problem('bannerTextColor', bannerTextColor, 'the banner', bannerColor ?? page),
    pageLabelAndTextColor === undefined && pageBackgroundColor === undefined
      ? null
      : problem('pageLabelAndTextColor', textOf(tweaks), 'the page', page),
  ].filter((one) => one !== null);
}

function problem(name: string, text: string, where: string, ground: string): string | null {
  const ratio = contrast(text, ground);
  if (ratio >= READABLE) return null;
  return `${name} ${text} on ${where}, ${ground}, has a contrast of ${Math.floor(ratio * 100) / 100}:1; texts need 4.5:1.`;
}

function pageOf({ pageBackgroundColor }: ColourTweaks): string {
  return pageBackgroundColor ?? '#ffffff';
}

function textOf(tweaks: ColourTweaks): string {
  return (
    tweaks.pageLabelAndTextColor ??
    mostReadable([DARK_TEXT, LIGHT_TEXT, '#000000', '#ffffff'], pageOf(tweaks))
  );
}

function bannerRule({ bannerColor, bannerTextColor }: ColourTweaks): string {
  if (bannerColor === undefined && bannerTextColor === undefined) return '';
  const text = bannerTextColor ?? mostReadable(['#000000', '#ffffff'], bannerColor ?? '#ffffff');
  const ground = bannerColor === undefined ? '' : `  background-color: ${bannerColor};\n`;
  return `.site-header {\n${ground}  color: ${text};\n}\n`;
}

function pageRule(tweaks: ColourTweaks): string {
  if (tweaks.pageBackgroundColor === undefined && tweaks.pageLabelAndTextColor === undefined) return '';
  const page = pageOf(tweaks);
  const text = textOf(tweaks);
  const brand = readable(tweaks.bannerColor, page) ?? text;
  const values: Record<string, string> = {
    'color-scheme': contrast('#000000', page) > contrast('#ffffff', page) ? 'light' : 'dark',
    '--page': page,
    '--card': page,
    '--text': text,
    '--soft': text,
    '--line': text,
    '--faint': mix(page, text, 0.2),
    '--brand': brand,
    '--brand-strong': brand,
    '--on-brand': brand === text ? page : mostReadable(['#ffffff', '#000000'], brand),
    '--tint': page,
    '--bad': mostReadable(['#a3161f', '#ff9a9e', text], page),
    '--bad-tint': page,
    '--focus': mostReadable(['#b45309', '#fbbf24'], page),
  };
  const lines = Object.entries(values).map(([name, value]) => `  ${name}: ${value};`);
  return `:root {\n${lines.join('\n')}\n}\n`;
}

function readable(colour: string | undefined, ground: string): string | null {
  return colour !== undefined && contrast(colour, ground) >= READABLE ? colour : null;
}
