import { ClickatellError } from '../clickatell/errors.ts';
import { readNumber } from '../clickatell/parameters.ts';
import type { VendorParts } from '../vendor.ts';

/**
 * Clickatell's SMTP API (archived documentation): a plain-text mail to sms@messaging.clickatell.com, one `name:value` a
 * line. A repeated `text` adds a line, `to` is repeated or a list.
 *
 *   api_id: 3591672
 *   user: lab
 *   password: lab-password
 *   to: 27999112345
 *   text: Your code
 *   reply: me@example.com
 */

const NAMES =
  /^(api_id|user|password|session_id|to|text|data|reply|from|climsgid|deliv_ack|callback|deliv_time|concat|max_credits|req_feat|queue|escalate|mo|unicode|udh|msg_type|validity):[ \t]*(.*)$/;
/** Behind the text, so that a message with a line "user: …" of its own stays whole. */
const NAMES_BEHIND_TEXT = /^(text|to|reply):[ \t]*(.*)$/;

/** `to` is empty when the mail was refused. At another address than Clickatell's own, credentials are not looked at. */
export function readClickatellMail(
  body: string,
  parts: VendorParts,
  authenticates: boolean,
): { to: string[]; text: string; refusal: string | null } {
  const { fields, text } = readLines(body, parts.choices.clickatellMailContinuation);
  try {
    if (authenticates) checkCredentials(fields, parts);
    const given = (fields.get('to') ?? []).flatMap((list) => list.split(',')).map((to) => to.trim());
    if (given.length === 0 || text === null) throw new ClickatellError('101');
    if (text === '') throw new ClickatellError('107');
    const to: string[] = [];
    let refusal: string | null = null;
    for (const number of given) {
      try {
        to.push(readNumber(number, parts.loose));
      } catch (error) {
        refusal = lineOf(error);
      }
    }
    return { to, text, refusal };
  } catch (error) {
    return { to: [], text: '', refusal: lineOf(error) };
  }
}

function readLines(body: string, continues: boolean): { fields: Map<string, string[]>; text: string | null } {
  const fields = new Map<string, string[]>();
  const text: string[] = [];
  const lines = body.replace(/\r?\n$/, '').split(/\r?\n/);
  let seenText: boolean = false;
  let inText: boolean = false;
  for (const line of lines) {
    const match: RegExpExecArray | null = (seenText ? NAMES_BEHIND_TEXT : NAMES).exec(line);
    if (!match) {
      if (inText && continues) text.push(line);
      continue;
    }
    const name: string = match[1] ?? '';
    const value = match[2] ?? '';
    inText = name === 'text';
    seenText ||= inText;
    if (inText) text.push(value);
    else fields.set(name, [...(fields.get(name) ?? []), value.trim()]);
  }
  return { fields, text: seenText ? text.join('\n') : null };
}

function checkCredentials(fields: Map<string, string[]>, parts: VendorParts): void {
  const { user, password, apiId } = parts.credentials.clickatell;
  const one = (name: string) => fields.get(name)?.at(-1);
  if (!one('user') || !one('password')) throw new ClickatellError('001');
  if (parts.loose) return;
  if (one('user') !== user || one('password') !== password) {
    throw new ClickatellError(parts.choices.clickatellWrongPassword);
  }
  if (one('api_id') !== apiId) throw new ClickatellError('108');
}

function lineOf(error: unknown): string {
  if (!(error instanceof ClickatellError)) throw error;
  return error.line;
}
