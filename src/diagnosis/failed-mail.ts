import type { Case } from '../domain/diagnosis.ts';
import type { Exchange, Failure } from '../domain/transcript.ts';
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
  /** Whether its answer to EHLO has AUTH, and whether STARTTLS. */
  offersLogin: boolean;
  offersTls: boolean;
}

/** How a port may want TLS in another way than it is spoken to; null when TLS is spoken at once already. */
export function tlsAtOnce({ settings: { smtpServer } }: Case): string | null {
  const { useTLSorSSLEncryption, smtpPort, emulator } = smtpServer;
  if (!useTLSorSSLEncryption) return 'one that wants TLS at once (465) needs encryption switched on';
  const { encryption = 'auto' } = emulator;
  if (encryption === 'tls' || (encryption === 'auto' && smtpPort === 465)) return null;
  return `if port ${smtpPort} wants TLS at once, and not STARTTLS, use port 465 (in the emulator also smtpServer.emulator.encryption "tls")`;
}

/** What the server offered last; a name without its values, in capital letters. */
export function offers({ lines }: Pick<Exchange, 'lines'>, feature: string): boolean {
  const start = lines.findLastIndex(({ from, text }) => from === 'client' && /^EHLO\b/i.test(text));
  const after = lines.slice(start + 1);
  const end = after.findIndex(({ from }) => from === 'client');
  return after
    .slice(0, end < 0 ? undefined : end)
    .some(({ text }) => new RegExp(`^250[ -]${feature}\\b`, 'i').test(text));
}

/** What `tell` says of an attempt that ended in a conversation with the mail server; null otherwise. */
export function whenMailFailed(one: Case, tell: (facts: SmtpFailure) => Finding | null): Finding | null {
  const found = failedIn(one, 'smtp');
  if (found === null || found.exchange === null) return null;
  const { failure, exchange } = found;
  const where = `The mail server ${targetText(exchange)}`;
  const last = smtpStep(exchange.lines);
  const step = stepSaid(failure.message) ?? last;
  const lines = (
    step === last ? exchange.lines.slice(-4) : answeredLines(exchange.lines, { step, failure })
  ).map(({ from, text }) => `${from === 'client' ? 'Sent' : 'Reply'}: ${excerpt(text)}`);
  const [offersLogin, offersTls] = [offers(exchange, 'AUTH'), offers(exchange, 'STARTTLS')];
  return tell({ failure, where, step, lines, offersLogin, offersTls });
}

type Lines = Exchange['lines'];

/** The command that was refused and the reply to it, when others were sent ahead of it. */
function answeredLines(lines: Lines, { step, failure }: { step: SmtpStep; failure: Failure }): Lines {
  const sent = lines.findLast(({ from, text }) => from === 'client' && text.toUpperCase().startsWith(step));
  const reply = lines.find(({ from, text }) => from === 'server' && text.startsWith(failure.code));
  return [sent, reply].flatMap((line) => line ?? []);
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
