import { members, rows, scalar } from '../domain/json-members.ts';
import { type Answer, answerOf } from './answer-of.ts';
import { clickatell } from './answers/clickatell.ts';
import { clickatellOneApi, clickatellPlatform } from './answers/clickatell-platform.ts';
import type { AnswerRow, AnswerTable } from './answers/row.ts';
import { telnyx } from './answers/telnyx.ts';
import { twilio } from './answers/twilio.ts';
import { vonage } from './answers/vonage.ts';
import { remember } from './remember.ts';

/** One no in an answer, as its vendor writes it; an answer about several numbers may hold several. */
export interface Refusal {
  table: AnswerTable;
  /** Null when the table does not know the code. */
  row: AnswerRow | null;
  /** Code and words, as the vendor spells them. */
  said: string;
  /** The number it is about, where the vendor says so. */
  to: string | null;
}

/** Every no in the answer, up to twenty, known by its shape; empty when there is none, or none of a known shape. */
export const refusalsOf = remember((one): Refusal[] => {
  const answer = answerOf(one);
  if (answer === null) return [];
  const all = READERS.map((read) => read(answer)).find((found) => found.length > 0) ?? [];
  return all.slice(0, 20);
});

type Reader = (answer: Answer) => Refusal[];

const READERS: Reader[] = [readClassic, readRest, readPlatform, readTwilio, readTelnyx, readVonage];

function refusal(
  table: AnswerTable,
  code: string | undefined,
  words: string | undefined,
  to: string | null = null,
): Refusal {
  const row = table.rows.find((candidate) => candidate.code === code) ?? null;
  return { table, row, said: [code, words].filter(Boolean).join(' ') || 'without a reason', to };
}

/** `ERR: 105, Invalid Destination Address To: 333` */
function readClassic({ text }: Answer): Refusal[] {
  const lines = text.split('\n').map((line) => line.trim());
  if (!lines.every((line) => line === '' || /^(?:ID|ERR|OK):/.test(line))) return [];
  return lines.flatMap((line) => {
    const [, code, words, to] = /^ERR:\s*(\d+)?,?\s*(.*?)(?: To: (\S+))?$/.exec(line) ?? [];
    return line.startsWith('ERR:') ? [refusal(clickatell, code, words, to ?? null)] : [];
  });
}

/** `{"data":{"message":[{accepted, to, error:{code, description}}]}}` or `{"error":{code, description}}` */
function readRest({ json }: Answer): Refusal[] {
  const root = members(json);
  const whole = members(root?.error);
  const nested = rows(members(root?.data)?.message).filter((row) => row.accepted !== true);
  const errors = nested.map((row) => ({ error: members(row.error), to: scalar(row.to) ?? null }));
  if (whole && 'description' in whole && !Array.isArray(root?.messages))
    errors.push({ error: whole, to: null });
  return errors.map(({ error, to }) =>
    refusal(clickatell, scalar(error?.code), scalar(error?.description), to),
  );
}

/** Platform: `error` is a text, `errorCode` a number. One API: `error` is `{code, description}`. */
function readPlatform({ json }: Answer): Refusal[] {
  const root = members(json);
  if (!root || !Array.isArray(root.messages) || !('error' in root)) return [];
  const whole = root.error === null ? [] : [root];
  const bad = [...whole, ...rows(root.messages).filter((row) => row.accepted !== true)];
  return bad.map((row) => {
    const nested = members(row.error);
    const to = scalar(row.to) ?? null;
    if (nested) return refusal(clickatellOneApi, scalar(nested.code), scalar(nested.description), to);
    const words = scalar(row.error);
    return refusal(clickatellPlatform, scalar(row.errorCode) ?? codeOfWords(words), words, to);
  });
}

/** Not every refusal of the Platform carries its number. */
function codeOfWords(words = ''): string | undefined {
  if (/destination address/i.test(words)) return '105';
  if (/api key/i.test(words)) return '108';
  return /two-way/i.test(words) ? 'two-way' : undefined;
}

/** `{code, message, more_info, status}`, a message with an error code, and both as XML. */
function readTwilio({ json, text }: Answer): Refusal[] {
  const root = members(json);
  if (root && 'sid' in root && 'status' in root) {
    const code = scalar(root.error_code);
    const failed = code !== undefined || root.status === 'failed' || root.status === 'undelivered';
    return failed
      ? [refusal(twilio, code, scalar(root.error_message) ?? scalar(root.status), scalar(root.to) ?? null)]
      : [];
  }
  if (root && 'message' in root && ('code' in root || 'more_info' in root)) {
    return [refusal(twilio, scalar(root.code), scalar(root.message))];
  }
  if (!/<TwilioResponse[\s>]/.test(text)) return [];
  const element = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)?.[1];
  if (text.includes('<RestException>')) return [refusal(twilio, element('Code'), element('Message'))];
  const code = element('ErrorCode');
  return code === undefined ? [] : [refusal(twilio, code, element('ErrorMessage') ?? element('Status'))];
}

function readTelnyx({ json }: Answer): Refusal[] {
  const root = members(json);
  return [...rows(root?.errors), ...rows(members(root?.data)?.errors)]
    .filter((error) => 'title' in error)
    .map((error) =>
      refusal(
        telnyx,
        scalar(error.code),
        [scalar(error.title), scalar(error.detail)].filter(Boolean).join(': '),
      ),
    );
}

/** `{"message-count","messages":[{status, error-text}]}`, and the same as XML. */
function readVonage({ json, text }: Answer): Refusal[] {
  const root = members(json);
  if (/<mt-submission-response[\s>]/.test(text)) {
    const element = (row: string, name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(row)?.[1];
    return text
      .split(/<message>/)
      .slice(1)
      .filter((row) => element(row, 'status') !== '0')
      .map((row) =>
        refusal(vonage, element(row, 'status'), element(row, 'errorText'), element(row, 'to') ?? null),
      );
  }
  if (!root || !('message-count' in root)) return [];
  return rows(root.messages)
    .filter((row) => scalar(row.status) !== '0')
    .map((row) => refusal(vonage, scalar(row.status), scalar(row['error-text']), scalar(row.to) ?? null));
}
