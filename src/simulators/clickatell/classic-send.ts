import { sameRecipient } from '../faults.ts';
import type { Answer } from '../http/answer.ts';
import type { NewMessage } from '../ports.ts';
import { countParts } from '../sms-parts.ts';
import type { VendorParts } from '../vendor.ts';
import { type ClickatellAccount, smsFrom } from './account.ts';
import type { ClassicCall } from './classic.ts';
import { ClickatellError, scriptedError } from './errors.ts';
import { readClientMessageId, readDelay, readNumber, readSender, readWhole } from './parameters.ts';

const MOST_RECIPIENTS = { GET: 300, POST: 600 };

/** `sendmsg`: one line per number, in the order of `to`; a single number is not repeated in its line. */
export function sendClassic(
  call: ClassicCall,
  parts: VendorParts,
  account: ClickatellAccount,
  say: (body: string, more?: Partial<Answer>) => Answer,
): Answer {
  const given = call.text('to');
  const recipients = given === undefined ? [] : given.split(',').map((to) => (parts.loose ? to.trim() : to));
  const struck = call.faults.take(recipients);
  if (struck.answer) return struck.answer;
  const scripted = struck.code ? scriptedError(struck.code, parts.clock.now()) : null;
  const scriptedFor = struck.code?.to ?? null;
  if (scripted?.requestLevel) throw scripted;

  const most = call.request.method === 'GET' ? MOST_RECIPIENTS.GET : MOST_RECIPIENTS.POST;
  if (given === undefined || given === '' || (!parts.loose && recipients.length > most))
    throw new ClickatellError('101');
  const message = readMessage(call, parts);
  const lines: string[] = [];
  const refusals: string[] = [];
  const messages: NewMessage[] = [];
  for (const recipient of recipients) {
    const suffix = recipients.length > 1 ? ` To: ${oneLine(recipient)}` : '';
    try {
      if (scripted && (scriptedFor === null || sameRecipient(scriptedFor, recipient))) throw scripted;
      const to = readNumber(recipient, parts.loose);
      if (message.tooLong) throw new ClickatellError('113');
      const sent = account.accept(message);
      messages.push(smsFrom('clickatell-http', { to, from: message.from, text: message.text, id: sent.id }));
      lines.push(`ID: ${sent.id}${suffix}`);
    } catch (error) {
      if (!(error instanceof ClickatellError)) throw error;
      refusals.push(`${error.line}${suffix}`);
      lines.push(`${error.line}${suffix}`);
    }
  }
  return say(lines.join('\n'), { messages, refusal: refusals.length > 0 ? refusals.join('; ') : null });
}

interface ClassicMessage {
  text: string;
  from: string;
  clientMessageId: string;
  delayMs: number;
  tooLong: boolean;
}

function readMessage(call: ClassicCall, parts: VendorParts): ClassicMessage {
  const { text } = call;
  const zeroOne = { from: 0, to: 1, default: 0 };
  readWhole(text('mo'), zeroOne);
  readWhole(text('deliv_ack'), zeroOne);
  readWhole(text('escalate'), zeroOne);
  readWhole(text('callback'), { from: 0, to: 7, default: 0 });
  readWhole(text('msg_callback'), { from: 0, to: 7, default: 0 });
  readWhole(text('queue'), { from: 1, to: 3, default: 3 });
  readWhole(text('validity'), { from: 1, to: 10_080, default: 1440 });
  const concat = readWhole(text('concat'), { from: 1, to: 3, default: 1 });
  const unicode = readWhole(text('unicode'), zeroOne) === 1;
  const from = readSender(text('from') ?? '');
  const clientMessageId = readClientMessageId(text('climsgid'));
  const delayMs = readDelay(text('deliv_time'), text('scheduled_time'), parts.clock.now());
  const content = readContent(call, unicode);
  const tooLong = !parts.loose && countParts(content) > concat;
  return { text: content, from, clientMessageId, delayMs, tooLong };
}

function readContent(call: ClassicCall, unicode: boolean): string {
  const header = call.text('udh');
  const data = call.text('data');
  if (data !== undefined) {
    if (header !== undefined && !isHex(header)) throw new ClickatellError('102');
    if (!isHex(data)) throw new ClickatellError('101');
    return data;
  }
  const bytes = call.parameters.get('text');
  if (bytes === undefined) throw new ClickatellError('101');
  if (bytes.length === 0) throw new ClickatellError('107');
  if (!unicode) return decode(bytes, call.text('charset'));
  const digits = bytes.toString('latin1');
  if (!/^([0-9a-fA-F]{4})+$/.test(digits)) throw new ClickatellError('116');
  return Buffer.from(digits, 'hex').swap16().toString('utf16le');
}

/** GUESS: without `charset`, bytes that are valid UTF-8 are taken for it, others for ISO 8859-1. */
function decode(bytes: Buffer, charset: string | undefined): string {
  if (charset) {
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      throw new ClickatellError('101');
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function isHex(text: string): boolean {
  return /^([0-9a-fA-F]{2})+$/.test(text);
}

/** A number is repeated as it came, but an answer has one line for each. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, ' ');
}
