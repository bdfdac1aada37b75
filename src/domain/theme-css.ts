const STRING = String.raw`"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'`;
const COMMENT = new RegExp(`(${STRING})|/\\*[\\s\\S]*?(?:\\*/|$)`, 'g');
const IMPORT = new RegExp(`@import\\b(?:${STRING}|[^;"'])*(?:;|$)`, 'gi');
const ADDRESS = new RegExp(`\\burl\\(\\s*(${STRING}|[^)]*?)\\s*\\)`, 'gi');
const SET = new RegExp(
  `\\b(?:image-set|image|src)\\((?:${STRING}|\\((?:${STRING}|[^()"'])*\\)|[^()"'])*\\)?`,
  'gi',
);
const ADDRESS_IN_SET = new RegExp(`(\\btype\\(\\s*)?(${STRING})`, 'gi');
const LEFT_OVER = /@import|url\(\s*(?!["']?(?:data:image\/|#))/i;

/**
 * A theme's style sheet without anything that makes a browser ask somebody for something: no `@import`, and of all
 * addresses only pictures inside the sheet itself and fragments. `removed` names what was taken out. Null when
 * addresses are hidden behind escapes, which no honest sheet does.
 */
export function cleanCss(css: string): { css: string; removed: string[] } | null {
  const removed: string[] = [];
  const take = (what: string, instead: string) => {
    const shown = what.replace(/\s+/g, ' ').trim();
    removed.push(shown.length > 80 ? `${shown.slice(0, 79)}…` : shown);
    return instead;
  };
  const clean = css
    .replace(COMMENT, (_whole, string: string | undefined) => string ?? ' ')
    .replace(IMPORT, (whole) => take(whole, ''))
    .replace(ADDRESS, (whole, address: string) => (staysInside(address) ? whole : take(whole, 'none')))
    .replace(SET, (set) =>
      set.replace(ADDRESS_IN_SET, (whole, type: string | undefined, address: string) =>
        type !== undefined || staysInside(address) ? whole : take(whole, '""'),
      ),
    );
  const plain = decodeEscapes(clean);
  if (plain !== clean && LEFT_OVER.test(plain)) return null;
  return { css: clean, removed: [...new Set(removed)] };
}

function staysInside(address: string): boolean {
  return /^["']?\s*(?:data:image\/|#)/i.test(address);
}

function decodeEscapes(css: string): string {
  return css.replace(/\\(?:([0-9a-f]{1,6})\s?|([^\n]))/gi, (_whole, hex: string | undefined, one = '') => {
    const code = hex === undefined ? Number.NaN : Number.parseInt(hex, 16);
    return Number.isNaN(code) || code > 0x10ffff ? one : String.fromCodePoint(code);
  });
}
