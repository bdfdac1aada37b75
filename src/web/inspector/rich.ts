import type { TextValues } from '../../texts/index.ts';
import { texts } from './texts.ts';
import { escapeHtml } from './view-text.ts';

/** The elements that a text of the catalogue may ask for; anything else in angle brackets is a link, or text. */
const ELEMENTS: Record<string, [string, string]> = {
  bdi: ['<bdi>', '</bdi>'],
  code: ['<code>', '</code>'],
  strong: ['<strong>', '</strong>'],
  quiet: ['<span class="quiet">', '</span>'],
};

/** A value that is HTML already, such as a `<time>`. */
export class Html {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

/**
 * A text as HTML, escaped: `<code>`, `<strong>`, `<bdi>` and `<quiet>` in it become elements, and a tag that is named
 * in `links` becomes a link to that address. Values are put in last, so that nothing in them is taken for a tag.
 */
export function rich(
  key: string,
  values: Record<string, string | number | Html> = {},
  links: Record<string, string> = {},
): string {
  const shown: string[] = [];
  const marked: TextValues = {};
  for (const [name, value] of Object.entries(values)) {
    // Numbers choose plural forms, so they stay what they are.
    if (typeof value === 'number') marked[name] = value;
    else
      marked[name] = `\ue000${shown.push(value instanceof Html ? value.html : escapeHtml(value)) - 1}\ue001`;
  }
  return escapeHtml(texts(key, marked))
    .replace(/&lt;(\w+)&gt;(.*?)&lt;\/\1&gt;/g, (whole, tag: string, inner: string) => {
      const href = links[tag];
      if (href !== undefined) return `<a href="${escapeHtml(href)}">${inner}</a>`;
      const element = ELEMENTS[tag];
      return element === undefined ? whole : `${element[0]}${inner}${element[1]}`;
    })
    .replace(/\ue000(\d+)\ue001/g, (_, index) => shown[Number(index)] ?? '');
}
