import type { Socket } from 'node:net';
import type { Deadline } from './deadline.ts';
import { brokenOff, refused, SmtpFault, type SmtpStep } from './smtp-fault.ts';
import { parseSmtpReply, type SmtpReply } from './smtp-reply.ts';

/**
 * The part of a conversation before TLS: greeting, EHLO, STARTTLS. It is ours and not nodemailer's, because the trust
 * decision must fall before anything else is said. Returns the greeting's bytes. Throws an `SmtpFault`; a server that
 * does not offer STARTTLS is never talked to in clear.
 */
export async function askForTls(socket: Socket, ehloName: string, deadline: Deadline): Promise<Buffer> {
  const replies = readReplies(socket, deadline);
  try {
    const greeting = await replies.next('greeting');
    if (greeting.reply.code !== 220) throw refused('greeting', greeting.reply);
    socket.write(`EHLO ${ehloName}\r\n`);
    const { reply: features } = await replies.next('EHLO');
    if (features.code !== 250) throw refused('EHLO', features);
    if (!/^STARTTLS\b/im.test(features.text)) {
      throw new SmtpFault(
        'STARTTLS_NOT_OFFERED',
        'Encryption is asked for, and the mail server does not offer STARTTLS.',
      );
    }
    socket.write('STARTTLS\r\n');
    const { reply: go } = await replies.next('STARTTLS');
    if (go.code !== 220) throw refused('STARTTLS', go);
    // Bytes before the handshake could only be meant to pass for encrypted ones.
    if (replies.rest().length > 0) {
      throw new SmtpFault(
        'STARTTLS_INJECTION',
        'The mail server went on in clear after it agreed to STARTTLS.',
      );
    }
    return greeting.raw;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    replies.stop();
  }
}

function readReplies(socket: Socket, deadline: Deadline) {
  let buffered = Buffer.alloc(0);
  let broken: unknown = null;
  let wake = (): void => {};
  const read = (chunk: Buffer): void => {
    buffered = Buffer.concat([buffered, chunk]);
    wake();
  };
  const fail = (error?: unknown): void => {
    broken ??= error instanceof Error ? error : Object.assign(new Error('closed'), { code: 'ECONNRESET' });
    wake();
  };
  const forget = deadline.onExpire(fail);
  const closed = (): void => fail();
  socket.on('data', read);
  socket.on('error', fail);
  socket.on('close', closed);
  return {
    rest: () => buffered,
    stop(): void {
      forget();
      socket.pause();
      socket.removeListener('data', read);
      socket.removeListener('close', closed);
    },
    /** The next complete reply with its bytes. */
    async next(step: SmtpStep): Promise<{ reply: SmtpReply; raw: Buffer }> {
      for (;;) {
        const length = completeLength(buffered);
        if (length > 0) {
          const raw = buffered.subarray(0, length);
          buffered = buffered.subarray(length);
          const reply = parseSmtpReply(raw.toString('utf8'));
          if (reply === null) throw notSmtp(step, raw);
          return { reply, raw };
        }
        if (broken !== null) throw deadline.fault ?? brokenOff(step, broken);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** How many bytes the first reply takes; 0 while its last line is missing. A line like `250-…` is not the last. */
function completeLength(bytes: Buffer): number {
  let start = 0;
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', start)) {
    if (!/^\d{3}-/.test(bytes.toString('latin1', start, start + 4))) return end + 1;
    start = end + 1;
  }
  return 0;
}

export function notSmtp(step: SmtpStep, raw: Buffer): SmtpFault {
  const begin = JSON.stringify(raw.toString('utf8').trimEnd().slice(0, 60));
  return new SmtpFault('EPROTOCOL', `What answered the ${step} is no mail server; it said ${begin}.`);
}
