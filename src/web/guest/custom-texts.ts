import type { Customization } from '../../domain/customization.ts';
import { escapeHtml } from '../../domain/notification.ts';
import { cleanHtml, NONCE_MARK, plainText } from '../../domain/rich-text.ts';
import type { Texts, TextValues } from '../../texts/index.ts';

export interface CustomTexts {
  /** The text of a key: the operator's, without its markup, or ours. Not escaped. */
  texts: Texts;
  /** The same for places that show HTML; ready to be put on a page whose scripts carry `nonce`. */
  rich(nonce: string, key: string, values?: TextValues): string;
  /** Optional content, which only operators have; empty without. */
  optional(nonce: string, key: string, values?: TextValues): string;
}

/**
 * ISE: `$ui_…$` in a customised text. GUESS: which of them a page fills: all of a message on a page about an account;
 * elsewhere what our own text of the same key has, under the names of the catalogue.
 */
const OURS: Record<string, string[]> = {
  ui_user_name: ['username', 'name'],
  ui_guest_username: ['username', 'name'],
  ui_first_name: ['name', 'username'],
  ui_max_reg_devices: ['maximum', 'count'],
};

/**
 * The catalogue with the texts of `pageCustomizations` in place of ours. An empty one leaves a title, button or label
 * as it was, since without it nobody could use the page; an empty instruction is none.
 */
export function customTexts(
  texts: Texts,
  { texts: given, allowScripts }: Pick<Customization, 'texts' | 'allowScripts'>,
): CustomTexts {
  const custom = new Map(
    Object.entries(given).map(([key, html]) => [
      key,
      { plain: plainText(html), html: cleanHtml(html, { scripts: allowScripts }) },
    ]),
  );
  const optional = (nonce: string, key: string, values?: TextValues) =>
    fill((custom.get(key)?.html ?? '').replaceAll(NONCE_MARK, escapeHtml(nonce)), values, escapeHtml);

  return {
    texts(key, values) {
      const own = custom.get(key);
      return own === undefined || own.plain === '' ? texts(key, values) : fill(own.plain, values);
    },
    rich(nonce, key, values) {
      if (custom.has(key)) return optional(nonce, key, values);
      const paragraphs = texts(key, values).split('\n\n').map(escapeHtml);
      return paragraphs.length > 1
        ? paragraphs.map((text) => `<p>${text}</p>`).join('\n')
        : (paragraphs[0] ?? '');
    },
    optional,
  };
}

/** One pass, so that what a guest typed is never looked at again. Unknown variables stay as they are. */
function fill(text: string, values: TextValues = {}, encode = (value: string) => value): string {
  return text.replace(/\$(ui_[a-z0-9_]+)\$/g, (whole, name: string) => {
    const found = [name, ...(OURS[name] ?? [])].find((one) => Object.hasOwn(values, one));
    return found === undefined ? whole : encode(String(values[found]));
  });
}
