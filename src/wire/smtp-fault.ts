import { codeOf, Fault, messageOf } from './fault.ts';
import type { SmtpReply } from './smtp-reply.ts';

/** Where an SMTP conversation stands: the command whose answer is awaited. */
export type SmtpStep =
  | 'greeting'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL FROM'
  | 'RCPT TO'
  | 'DATA'
  | 'end of data';

/** A refusal keeps the reply it came with. */
export class SmtpFault extends Fault {
  readonly refusal: { step: SmtpStep; reply: SmtpReply } | null;

  constructor(code: string, message: string, refusal: SmtpFault['refusal'] = null) {
    super('smtp', code, message);
    this.refusal = refusal;
  }
}

/** The server said no: its code is the code, its words are in the sentence. */
export function refused(step: SmtpStep, reply: SmtpReply): SmtpFault {
  const where = step === 'greeting' ? 'in its greeting' : step === 'end of data' ? 'the message' : step;
  return new SmtpFault(
    String(reply.code),
    `The mail server refused ${step === 'greeting' ? 'to talk, ' : ''}${where}: "${reply.code} ${reply.text}".`,
    { step, reply },
  );
}

/** The conversation broke off. */
export function brokenOff(step: SmtpStep, error: unknown): SmtpFault {
  const code = codeOf(error);
  const what = step === 'greeting' ? 'before its greeting' : `before it answered ${stepWords(step)}`;
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNECTION') {
    return new SmtpFault(code, `The mail server closed the connection ${what} (${code}).`);
  }
  return new SmtpFault(
    code,
    `The conversation ended at ${stepWords(step)}: ${messageOf(error)} (${code}).`,
    null,
  );
}

export function stepWords(step: SmtpStep): string {
  if (step === 'greeting') return 'the greeting';
  return step === 'end of data' ? 'the message (end of data)' : step;
}
