import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { ProviderVerdict } from './channel.ts';

/** A real provider's answer, kept to be given again. Secrets are masked; number and text are variables. */
export interface Recording {
  id: string;
  recordedAt: string;
  provider: string;
  /** Of the provider, in lower case and without its port. */
  host: string;
  method: string;
  path: string;
  /** Names of parameters and JSON members that the request had. */
  shape: string[];
  recipientClass: string;
  outcome: ProviderVerdict;
  status: number;
  headers: [name: string, value: string][];
  /** With `$mobilenumber$` and `$message$` where number and text stood. */
  body: string;
  /** From the last byte of the request to the first of the answer, in milliseconds. */
  waitMs: number;
  providerMessageId: string;
}

export interface RecordingStore {
  /** Does nothing when the id is there already. A reset of the lab leaves recordings alone. */
  save(recording: Recording): Promise<void>;
  /** Newest first. */
  list(filter: { host?: string; limit: number }): Promise<Recording[]>;
  find(id: string): Promise<Recording | null>;
}

/** What providers tell apart: the country, and whether the number can be one there. `1 valid`, `44 invalid`, `none`. */
export function recipientClass(to: string): string {
  const number = parsePhoneNumberFromString(to.startsWith('+') ? to : `+${to.replace(/\D/g, '')}`);
  return number ? `${number.countryCallingCode} ${number.isValid() ? 'valid' : 'invalid'}` : 'none';
}

/** Number and text out of an answer, in JSON's spelling too: what was recorded of one guest must not be shown to others. */
export function withVariables(body: string, { to, text }: { to: string; text: string }): string {
  const digits = to.replace(/\D/g, '');
  const inJson = JSON.stringify(text).slice(1, -1);
  return [inJson, text]
    .filter((part) => part !== '')
    .reduce((rest, part) => rest.replaceAll(part, '$message$'), body)
    .replaceAll(digits === '' ? '\u0000' : digits, '$mobilenumber$');
}

/** The other way, for another message. A `+` in front of the variable stays. */
export function withMessage(body: string, { to, text }: { to: string; text: string }): string {
  const inJson = /^\s*[[{]/.test(body) ? JSON.stringify(text).slice(1, -1) : text;
  return body.replaceAll('$mobilenumber$', to.replace(/\D/g, '')).replaceAll('$message$', () => inJson);
}
