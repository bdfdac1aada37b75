import type { Exchange } from '../domain/transcript.ts';

/** Where a conversation stands: the command whose answer is awaited, or came last. */
export type SmtpStep =
  | 'greeting'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL FROM'
  | 'RCPT TO'
  | 'DATA'
  | 'end of data';

const VERB = /^(EHLO|HELO|STARTTLS|AUTH|MAIL FROM|RCPT TO|DATA)\b/i;

/** Follows a conversation to its end. Lines of the message itself may look like commands. */
export function smtpStep(lines: Exchange['lines']): SmtpStep {
  let step: SmtpStep = 'greeting';
  let inMessage = false;
  for (const { from, text } of lines) {
    if (from === 'server') {
      if (step === 'DATA' && /^354/.test(text)) inMessage = true;
    } else if (inMessage) {
      if (text === '.') {
        inMessage = false;
        step = 'end of data';
      }
    } else {
      const verb = VERB.exec(text)?.[1]?.toUpperCase();
      if (verb !== undefined) step = verb === 'HELO' ? 'EHLO' : (verb as SmtpStep);
    }
  }
  return step;
}

export function stepWords(step: SmtpStep): string {
  if (step === 'greeting') return 'its greeting';
  return step === 'end of data' ? 'the end of the message' : step;
}
