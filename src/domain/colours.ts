import { COLOUR_NAMES } from './colour-names.ts';

/** `#rgb`, `#rrggbb` (the `#` may be missing, as in some exports) or a name of CSS, as `#rrggbb`; null for anything else. */
export function readColour(text: string): string | null {
  const given = text.trim().toLowerCase();
  const named = COLOUR_NAMES.get(given);
  if (named !== undefined) return named;
  const hex = given.replace(/^#/, '');
  if (/^[0-9a-f]{6}$/.test(hex)) return `#${hex}`;
  return /^[0-9a-f]{3}$/.test(hex) ? `#${[...hex].map((digit) => digit + digit).join('')}` : null;
}

/** WCAG 2: how well one `#rrggbb` is read on another, from 1 (not at all) to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The one that is read best on `ground`. */
export function mostReadable(choices: string[], ground: string): string {
  return choices.reduce((best, one) => (contrast(one, ground) > contrast(best, ground) ? one : best));
}

/** A colour part of the way to another; `share` of the second, from 0 to 1. */
export function mix(one: string, other: string, share: number): string {
  const [a, b] = [channels(one), channels(other)];
  const mixed = a.map((value, index) => Math.round(value + ((b[index] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
