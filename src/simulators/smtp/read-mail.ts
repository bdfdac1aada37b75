import { simpleParser } from 'mailparser';
import type { NewMessage } from '../ports.ts';
import type { VendorParts } from '../vendor.ts';
import { readClickatellMail } from './clickatell-mail.ts';

/** Where mail turns into SMS: a domain (`<digits>@domain`), or one address whose mail names the number inside. */
export interface SmsDestination {
  /** With an `@` in it: the address. */
  domain: string;
}

export interface Envelope {
  from: string;
  to: string[];
}

export const CLICKATELL_ADDRESS = 'sms@messaging.clickatell.com';

/**
 * One message per recipient. Never rejects: what cannot be read as MIME is shown as it came. `refusal` says why mail to
 * an SMS address was no SMS; it is listed as email then.
 */
export async function readMail(
  raw: Buffer,
  envelope: Envelope,
  context: { parts: VendorParts; smsDomains: SmsDestination[]; fallbackId: string },
): Promise<{ messages: NewMessage[]; refusal: string | null }> {
  const mail = await parse(raw);
  const messages: NewMessage[] = [];
  const refusals: string[] = [];
  const base = {
    provider: 'smtp',
    from: mail.from || envelope.from,
    providerMessageId: mail.messageId || context.fallbackId,
  };
  const domains = context.smsDomains.map(({ domain }) => domain.toLowerCase());
  for (const to of envelope.to) {
    const text = mail.text;
    const address = to.toLowerCase();
    const number = smsNumber(address, domains);
    if (number !== null) {
      messages.push({
        ...base,
        channel: 'sms',
        to: number,
        subject: null,
        text: withoutLastBreak(text),
        html: null,
      });
      continue;
    }
    if (address === CLICKATELL_ADDRESS || domains.includes(address)) {
      const sms = readClickatellMail(text, context.parts, address === CLICKATELL_ADDRESS);
      for (const one of sms.to) {
        messages.push({ ...base, channel: 'sms', to: one, subject: null, text: sms.text, html: null });
      }
      if (sms.refusal !== null) refusals.push(sms.refusal);
      if (sms.to.length > 0) continue;
    }
    messages.push({ ...base, channel: 'email', to, subject: mail.subject, text, html: mail.html });
  }
  return { messages, refusal: refusals.length > 0 ? refusals.join('; ') : null };
}

/** What a mail to this address becomes. */
export function mailChannel(to: string, smsDomains: SmsDestination[]): 'sms' | 'email' {
  const domains = smsDomains.map(({ domain }) => domain.toLowerCase());
  const address = to.toLowerCase();
  const isSms =
    smsNumber(address, domains) !== null || address === CLICKATELL_ADDRESS || domains.includes(address);
  return isSms ? 'sms' : 'email';
}

function smsNumber(address: string, domains: string[]): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  return domains.includes(address.slice(at + 1)) && /^\+?\d{3,20}$/.test(local)
    ? local.replace('+', '')
    : null;
}

/** A mail always ends in a line break, which is not part of the text. */
function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '');
}

interface Mail {
  from: string;
  messageId: string;
  subject: string | null;
  text: string;
  html: string | null;
}

async function parse(raw: Buffer): Promise<Mail> {
  try {
    const parsed = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true });
    const bodiless = parsed.text === undefined && parsed.html === false && parsed.attachments.length === 0;
    return {
      from: parsed.from?.value[0]?.address ?? '',
      messageId: parsed.messageId ?? '',
      subject: parsed.subject ?? null,
      text: parsed.text ?? (bodiless ? bodyOf(raw) : ''),
      html: parsed.html || null,
    };
  } catch {
    return { from: '', messageId: '', subject: null, text: raw.toString('utf8'), html: null };
  }
}

function bodyOf(raw: Buffer): string {
  const text = raw.toString('utf8');
  const blank = /\r?\n\r?\n/.exec(text);
  return blank ? text.slice(blank.index + blank[0].length) : '';
}
