import type { LabCredentials } from '../credentials.ts';

/** Phone numbers as Twilio reads them. */

/**
 * E.164, or null. A North American number passes in any punctuation, with or without `1` or `+1` (a `+` that became a
 * blank included); numbers of other countries need the `+`. GUESS: at least seven digits.
 */
export function readTwilioNumber(given: string, loose: boolean): string | null {
  const text = given.trim();
  const digits = text.replace(/\D/g, '');
  if (!/^[+\d\s().-]+$/.test(text)) return null;
  const american = /^(?:1)?([2-9]\d{9})$/.exec(digits);
  if (american && (!text.startsWith('+') || digits.length === 11)) return `+1${american[1]}`;
  if (/^\+1/.test(text)) return null;
  if (text.startsWith('+') && /^\+[1-9]\d{6,14}$/.test(loose ? `+${digits}` : text)) return `+${digits}`;
  return loose && /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}

export type Sender =
  | { kind: 'number'; value: string }
  | { kind: 'short'; value: string }
  | { kind: 'alphanumeric'; value: string };

/** A number, a short code, or up to 11 letters, digits and blanks of which one is a letter; else null. */
export function readSender(given: string, loose: boolean): Sender | null {
  if (/^\d{5,6}$/.test(given)) return { kind: 'short', value: given };
  const number = readTwilioNumber(given, loose);
  if (number) return { kind: 'number', value: number };
  if (/^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(given)) return { kind: 'alphanumeric', value: given };
  return null;
}

export function owns(credentials: LabCredentials, number: string): boolean {
  return credentials.numbers.some((owned) => owned.replace(/\D/g, '') === number.replace(/\D/g, ''));
}

/** `whatsapp:+1…` is an address of another channel; plain numbers are SMS. */
export function splitChannel(given: string): { channel: string; address: string } {
  const match = /^(whatsapp|messenger|rcs):(.*)$/s.exec(given);
  return match ? { channel: match[1] ?? '', address: match[2] ?? '' } : { channel: 'sms', address: given };
}
