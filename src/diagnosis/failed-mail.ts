import type { Case } from '../domain/diagnosis.ts';
import type { Failure } from '../domain/transcript.ts';
import { excerpt, failedIn, targetText } from './last-exchange.ts';
import type { Finding } from './rule.ts';
import { type SmtpStep, smtpStep } from './smtp-step.ts';

/** Where ISE's mail server is set, for a remedy. */
export const PAGE = 'Administration > System > Settings > SMTP Server (in the emulator: smtpServer)';

/** A conversation that did not end well. */
export interface SmtpFailure {
  failure: Failure;
  /** `The mail server smtp.example.com:25`. */
  where: string;
  step: SmtpStep;
  /** The last lines of the conversation. */
  lines: string[];
}

/** What `tell` says of an attempt that ended in a conversation with the mail server; null otherwise. */
export function whenMailFailed(one: Case, tell: (facts: SmtpFailure) => Finding | null): Finding | null {
  const found = failedIn(one, 'smtp');
  if (found === null || found.exchange === null) return null;
  const { failure, exchange } = found;
  const lines = exchange.lines
    .slice(-4)
    .map(({ from, text }) => `${from === 'client' ? 'Sent' : 'Reply'}: ${excerpt(text)}`);
  const where = `The mail server ${targetText(exchange)}`;
  return tell({ failure, where, step: stepSaid(failure.message) ?? smtpStep(exchange.lines), lines });
}

/** Commands may be sent ahead of their answers (PIPELINING): then the last one sent is not the one refused. */
function stepSaid(message: string): SmtpStep | null {
  const said =
    /^The mail server refused (to talk|EHLO|STARTTLS|AUTH|MAIL FROM|RCPT TO|DATA|the message)\b/.exec(
      message,
    )?.[1];
  if (said === 'to talk') return 'greeting';
  if (said === 'the message') return 'end of data';
  return (said as SmtpStep | undefined) ?? null;
}
