import { texts } from './texts.ts';

/** What the templates call to put bytes and times on a page. All of it returns text that is already escaped. */

const SHOWN = 65_536;
const DUMPED = 8_192;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
}

/** Controls, and what turns the direction of writing or shows as nothing: each of them can hide a fault or a trick. */
const INVISIBLE =
  /\r?\n|[\p{Cc}\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/**
 * Wire text with its invisible characters made visible, and a line break where the text has one. Text that was
 * indented for reading has line breaks of its own, which are not to be shown as if they had been on the wire.
 */
export function visible(text: string, indented = false): string {
  const cut = text.length > SHOWN;
  const html = escapeHtml(cut ? text.slice(0, SHOWN) : text).replace(INVISIBLE, (found) => {
    if (found === '\r\n') return `${control('CR LF')}\n`;
    if (found === '\n') return indented ? '\n' : `${control('LF')}\n`;
    const code = found.codePointAt(0) ?? 0;
    return control(NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
  });
  return cut
    ? `${html}\n<em>${escapeHtml(texts('inspector_bytes_cut', { length: text.length }))}</em>`
    : html;
}

/** Names instead of the control pictures of Unicode, which few fonts have. */
const NAMES: Record<number, string> = { 0: 'NUL', 9: 'TAB', 13: 'CR', 27: 'ESC', 127: 'DEL', 160: 'NBSP' };

function control(name: string): string {
  return `<span class="control">${name}</span>`;
}

/** Sixteen bytes a line: offset, bytes, letters. */
export function hexDump(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, DUMPED); at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0'));
    const left = hex.slice(0, 8).join(' ').padEnd(23);
    const right = hex.slice(8).join(' ').padEnd(23);
    const letters = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${left}  ${right}  ${escapeHtml(letters)}`);
  }
  if (bytes.length > DUMPED)
    lines.push(escapeHtml(texts('inspector_bytes_hex_cut', { length: bytes.length })));
  return lines.join('\n');
}

/** A moment as a `<time>`, in UTC. */
export function time(iso: string | null): string {
  if (iso === null) return `<span class="quiet">${escapeHtml(texts('inspector_never'))}</span>`;
  const shown = iso.replace('T', ' ').replace(/(\.\d+)?Z$/, (_, fraction = '') => `${fraction} UTC`);
  return `<time datetime="${escapeHtml(iso)}">${escapeHtml(shown)}</time>`;
}

/** `3`, `12.4`: milliseconds without noise. */
export function milliseconds(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
