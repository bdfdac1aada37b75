/** Which test a request belongs to: programs of a test name themselves in a header, of the request or of the mail. */

export const TAG_HEADER = 'x-lab-tag';

/** Knows it of requests that say nothing; null when nobody knows. */
export type TagOf = (arrival: { to: string[]; raw: string }) => string | null;

/** The header among the bytes of a request, or of an SMTP conversation; null without. */
export function tagIn(raw: Uint8Array, protocol: 'http' | 'smtp'): string | null {
  const text = Buffer.from(raw).toString('latin1');
  const start = protocol === 'http' ? 0 : (/^DATA[ \t]*\r?\n/im.exec(text)?.index ?? text.length);
  const end = text.indexOf('\r\n\r\n', start);
  const head = text.slice(start, end === -1 ? undefined : end);
  return /^x-lab-tag:[ \t]*(.*?)[ \t]*$/im.exec(head)?.[1]?.slice(0, 200) || null;
}
