import type { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Reply, SmtpOutgoing } from '../domain/channel.ts';
import type { Deadline } from './deadline.ts';
import { codeOf } from './fault.ts';
import { brokenOff, refused, SmtpFault, type SmtpStep } from './smtp-fault.ts';
import { parseSmtpReply } from './smtp-reply.ts';

/** nodemailer's own timers never fire first: the deadline, which knows the step, closes the connection. */
const NEVER_MS = 2 ** 31 - 1;

export interface Conversation {
  outgoing: SmtpOutgoing;
  /** The MIME message. */
  message: Buffer;
  ehloName: string;
  deadline: Deadline;
  /** The step whose answer is awaited, as the wire has seen it. */
  step(): SmtpStep;
  enter(step: SmtpStep): void;
  onTransmit(): Promise<void>;
}

type NodemailerError = Error & { response?: string; command?: string; originalCode?: string };

/**
 * Logs in and sends one mail over a connected (and, where asked for, secured) socket with nodemailer. Resolves when the
 * server took the message. Throws a `Fault`, or what `onTransmit` threw; nothing of the mail has left then.
 */
export async function converse(
  socket: Socket,
  { outgoing, message, ehloName, deadline, step, enter, onTransmit }: Conversation,
): Promise<Extract<Reply, { protocol: 'smtp' }>> {
  const { server, envelope } = outgoing;
  const secured = server.encryption !== 'none';
  const connection = new SMTPConnection({
    connection: socket,
    host: server.host,
    port: server.port,
    name: ehloName,
    secure: secured,
    secured,
    // `none` means none, also when the server offers STARTTLS.
    ignoreTLS: true,
    connectionTimeout: NEVER_MS,
    greetingTimeout: NEVER_MS,
    socketTimeout: NEVER_MS,
    socketCloseTimeout: 1000,
  });

  let fail: (error: unknown) => void = () => {};
  const broken = new Promise<never>((_, reject) => {
    fail = (error) => reject(error);
  });
  broken.catch(() => {});
  // Stays for good: a server that breaks off after QUIT harms nobody.
  connection.on('error', (error) => fail(error));
  connection.on('end', () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  const forget = deadline.onExpire((fault) => {
    fail(fault);
    socket.destroy();
  });
  const run = <T>(start: (done: (error: Error | null | undefined, result?: T) => void) => void): Promise<T> =>
    Promise.race([
      broken,
      new Promise<T>((resolve, reject) => {
        start((error, result) => (error ? reject(error) : resolve(result as T)));
      }),
    ]);

  let sending = false;
  try {
    await run<void>((done) => connection.connect(done));
    const { auth } = server;
    if (auth !== null) {
      await run<unknown>((done) => connection.login({ user: auth.username, pass: auth.password }, done));
    }
    sending = true;
    await onTransmit();
    sending = false;
    enter('MAIL FROM');
    if (deadline.fault !== null) throw deadline.fault;
    const info = await run<SMTPConnection.SentMessageInfo>((done) =>
      connection.send(envelope, message, done),
    );
    const reply = parseSmtpReply(info.response) ?? { code: 250, text: info.response };
    connection.quit();
    return { protocol: 'smtp', ...reply, rejected: info.rejected };
  } catch (error) {
    connection.close();
    if (sending || error === deadline.fault) throw error;
    throw smtpFault(error as NodemailerError, step());
  } finally {
    forget();
  }
}

function smtpFault(error: NodemailerError, awaited: SmtpStep): SmtpFault {
  const reply = parseSmtpReply(error.response ?? '');
  const step = stepOfError(error) ?? awaited;
  if (reply !== null) return refused(step, reply);
  if (error.response) {
    return new SmtpFault('EPROTOCOL', `What answered the ${step} is no mail server: ${error.message}.`);
  }
  const code = error.originalCode ?? codeOf(error);
  return brokenOff(step, Object.assign(new Error(error.message), { code }));
}

function stepOfError({ command, ...error }: NodemailerError): SmtpStep | null {
  if (command === undefined || command === 'CONN' || command === 'API') return null;
  if (command.startsWith('AUTH')) return 'AUTH';
  if (command === 'HELO') return 'EHLO';
  if (command === 'DATA' && codeOf(error) === 'EMESSAGE') return 'end of data';
  return command as SmtpStep;
}
