import type { Account } from '../domain/account.ts';
import type { Attempt, Delivery } from '../domain/delivery.ts';
import type { Diagnosis } from '../domain/diagnosis.ts';
import { isSecretName, MASK, maskBytes, maskText } from '../domain/mask.ts';
import { maskPasswordBytes, maskPasswords } from '../domain/mask-passwords.ts';
import type { ReceivedMessage } from '../domain/stores.ts';

/** How texts and bytes lose what nobody else may read. */
export interface Masker {
  text(text: string): string;
  base64(text: string): string;
  bytes(bytes: Uint8Array): Uint8Array;
}

/** `secrets`: of providers and lab; `passwords`: of guests, none when the texts are to be kept. */
export function createMasker(secrets: string[], passwords: string[]): Masker {
  const bytes = (given: Uint8Array) => maskPasswordBytes(maskBytes(given, secrets), passwords);
  return {
    text: (text) => maskPasswords(text, passwords),
    bytes,
    base64: (text) => Buffer.from(bytes(Buffer.from(text, 'base64'))).toString('base64'),
  };
}

/** Without password, and without the token of its form, which only has to be one that no other has. */
export function maskAccount(account: Account): Account {
  return { ...account, password: MASK, registrationKey: `exported ${account.id}` };
}

export function maskDelivery(delivery: Delivery, { text }: Masker): Delivery {
  const { message, reason, diagnosis } = delivery;
  return {
    ...delivery,
    reason: reason && text(reason),
    diagnosis: diagnosis.map((one) => maskDiagnosis(one, text)),
    message: {
      ...message,
      text: text(message.text),
      ...(message.subject !== undefined && { subject: text(message.subject) }),
      ...(message.html !== undefined && { html: text(message.html) }),
    },
  };
}

export function maskAttempt(attempt: Attempt, { text, base64 }: Masker): Attempt {
  const { receipt, failure, transcripts, diagnosis } = attempt;
  return {
    ...attempt,
    receipt: receipt && { ...receipt, reason: text(receipt.reason) },
    failure: failure && { ...failure, message: text(failure.message) },
    diagnosis: diagnosis.map((one) => maskDiagnosis(one, text)),
    transcripts: transcripts.map(({ exchanges, notes, ...transcript }) => ({
      ...transcript,
      notes: notes.map(text),
      exchanges: exchanges.map(({ request, response, lines, ...exchange }) => ({
        ...exchange,
        request: base64(request),
        response: base64(response),
        // Of one mail together: its lines may break a word.
        lines: linesOf(lines, text),
      })),
    })),
  };
}

export function maskMessage(message: ReceivedMessage, { text }: Masker): ReceivedMessage {
  const { subject, html } = message;
  return {
    ...message,
    text: text(message.text),
    subject: subject && text(subject),
    html: html && text(html),
  };
}

/** Settings by the names of their members; texts that hold credentials, such as URLs, by what stands in front of those. */
export function maskSettings(value: unknown, secrets: string[], name = ''): unknown {
  if (typeof value === 'string') {
    if (value === '') return value;
    return isSecretName(name) || /^(?:registration|access)code$/i.test(name)
      ? MASK
      : maskText(value, secrets);
  }
  if (Array.isArray(value)) return value.map((entry) => maskSettings(entry, secrets, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [member, maskSettings(inner, secrets, member)]),
  );
}

type Lines = Attempt['transcripts'][number]['exchanges'][number]['lines'];

function linesOf(lines: Lines, text: (text: string) => string): Lines {
  const masked = text(lines.map((line) => line.text).join('\n')).split('\n');
  if (masked.length === lines.length) return lines.map((line, at) => ({ ...line, text: masked[at] ?? '' }));
  return lines.map((line) => ({ ...line, text: text(line.text) }));
}

function maskDiagnosis(one: Diagnosis, text: (text: string) => string): Diagnosis {
  return { ...one, problem: text(one.problem), evidence: one.evidence.map(text) };
}
