import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Fault, FaultScript, SmtpPhase } from '../faults.ts';
import { type Listener, listen } from '../http/listener.ts';
import type { TagOf } from '../lab-tag.ts';
import { hex } from '../ports.ts';
import type { Recorder } from '../recorder.ts';
import { NO_RESUMPTION, type ServedCertificates } from '../tls/chains.ts';
import type { VendorParts } from '../vendor.ts';
import { collect } from './collect.ts';
import { Conversation } from './conversation.ts';
import { readMail, type SmsDestination } from './read-mail.ts';

/**
 * The mail server that receives what ISE sends: plain or STARTTLS, with or without a login. Refuses nothing by itself
 * but what is longer than it announced.
 */

export interface SmtpParts {
  vendor: VendorParts;
  recorder: Recorder;
  faults: FaultScript;
  certificates: ServedCertificates;
  smsDomains: SmsDestination[];
  tagOf?: TagOf | undefined;
  /** Longest mail, in bytes. */
  mailBytes: number;
}

/** Room for the commands around a mail. */
const COMMAND_BYTES = 64 * 1024;
const IDLE_MS = 10 * 60_000;

/** No reply: no three digits, and some of it no text. */
const GARBAGE = Buffer.from([0x00, 0xff, 0xfe, ...Buffer.from('?garbage?\r\n')]);

type Done = (error?: Error | null) => void;

export async function listenSmtp(
  address: { host: string; port: number },
  parts: SmtpParts,
): Promise<Listener> {
  const { credentials, clock, random } = parts.vendor;
  /** By the client's port until the session has a name, then by that. */
  const arriving = new Map<number, Talk>();
  const talks = new Map<string, Talk>();
  const all = new Set<Talk>();

  async function strike(
    session: SMTPServerSession,
    phase: SmtpPhase,
    to: string[],
    done: Done,
  ): Promise<void> {
    const talk = talks.get(session.id);
    const struck = await talk?.conversation.strike(parts.faults, phase, to);
    if (!struck || !talk) return done();
    if (await spoil(talk, struck.fault)) return;
    if (struck.fault.code === undefined) return done();
    done(refusal(Number(struck.fault.code), struck.fault.text ?? 'Refused as scripted'));
  }

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Reply | null> {
    const raw = await collect(stream, parts.mailBytes);
    const talk = talks.get(session.id);
    if (!talk || raw === null) return null;
    const { conversation } = talk;
    const row = await conversation.keepMail();
    if (stream.sizeExceeded) {
      const text = `Error: message exceeds fixed maximum message size ${parts.mailBytes}`;
      return { conversation, code: 552, text, refusal: text };
    }
    const recipients = session.envelope.rcptTo.map(({ address: to }) => to);
    const struck = await conversation.strike(parts.faults, 'data', recipients);
    if (struck && (await spoil(talk, struck.fault))) return null;
    if (struck?.fault.code !== undefined) {
      const text = struck.fault.text ?? 'Refused as scripted';
      return { conversation, code: Number(struck.fault.code), text, refusal: `${struck.fault.code} ${text}` };
    }
    const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
    const fallbackId = `<${row.id}@mail.lab>`;
    const read = await readMail(
      raw,
      { from, to: recipients },
      { parts: parts.vendor, smsDomains: parts.smsDomains, fallbackId },
    );
    for (const message of read.messages) await row.saveMessage(message);
    return { conversation, code: 250, text: `OK: queued as ${hex(random, 6)}`, refusal: read.refusal };
  }

  // Made for the first connection, which may ask for STARTTLS without naming a server.
  let ready: Promise<void> | null = null;
  const prepareTls = () => {
    ready ??= parts.certificates.pemFor(null).then((pem) => {
      server.secureContext.set('*', createSecureContext({ ...pem, ...NO_RESUMPTION }));
    });
    return ready;
  };

  const server = new SMTPServer({
    name: 'mail.lab',
    banner: 'guest emulator mailbox',
    logger: false,
    disableReverseLookup: true,
    authOptional: true,
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
    size: parts.mailBytes,
    socketTimeout: IDLE_MS,
    closeTimeout: 1,
    ...NO_RESUMPTION,
    SNICallback(serverName, done) {
      parts.certificates.contextFor(serverName === '' ? null : serverName).then(
        (context) => done(null, context),
        (error: Error) => done(error),
      );
    },
    onConnect(session, done) {
      const talk = arriving.get(session.remotePort);
      arriving.delete(session.remotePort);
      if (talk) talks.set(session.id, talk);
      talk?.socket.once('close', () => talks.delete(session.id));
      guard(
        prepareTls().then(() => strike(session, 'connect', [], done)),
        done,
      );
    },
    onSecure(socket, session, done) {
      const talk = talks.get(session.id);
      talk?.conversation.tap(socket, true);
      if (talk) talk.stream = socket;
      done();
    },
    onAuth(auth, session, done) {
      const known = credentials.smtp;
      const fits =
        known === null ||
        (auth.username === known.user &&
          (auth.method === 'CRAM-MD5'
            ? auth.validatePassword(known.password)
            : auth.password === known.password));
      const judge: Done = (error) => {
        if (error) done(error);
        else if (fits) done(null, { user: auth.username ?? 'lab' });
        else done(refusal(535, 'Error: Authentication credentials invalid'));
      };
      guard(strike(session, 'auth', [], judge), judge);
    },
    onMailFrom(_from, session, done) {
      const begun = talks.get(session.id)?.conversation.beginMail() ?? Promise.resolve();
      guard(
        begun.then(() => strike(session, 'mail', [], done)),
        done,
      );
    },
    onRcptTo({ address: to }, session, done) {
      guard(strike(session, 'rcpt', [to], done), done);
    },
    onData(stream, session, done) {
      receive(stream, session)
        .then(async (reply) => {
          if (!reply) return;
          await reply.conversation.finishMail(reply.code, reply.text, reply.refusal);
          if (reply.code < 400) done(null, reply.text);
          else done(refusal(reply.code, reply.text));
        })
        .catch((error: Error) => done(refusal(451, `Error: not recorded: ${error.message}`)));
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    const remoteAddress = socket.remoteAddress ?? '';
    const limit = parts.mailBytes + COMMAND_BYTES;
    const conversation = new Conversation({
      ...{ recorder: parts.recorder, clock, remoteAddress, limit },
      tagOf: parts.tagOf,
    });
    conversation.tap(socket, false);
    const talk: Talk = { socket, stream: socket, conversation };
    const port = socket.remotePort ?? 0;
    arriving.set(port, talk);
    all.add(talk);
    socket.once('close', () => {
      if (arriving.get(port) === talk) arriving.delete(port);
      all.delete(talk);
      conversation.end().catch(() => {});
    });
  });
  parts.certificates.onSwitch(() => {
    ready = null;
  });

  const port = await listen(server.server, 'smtp', address);
  return {
    port,
    dropHanging() {
      for (const { socket, conversation } of all) if (conversation.hanging) socket.destroy();
    },
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        for (const { socket } of all) socket.destroy();
      });
    },
  };
}

interface Talk {
  socket: Socket;
  /** What is spoken on: the socket, or TLS over it. */
  stream: Duplex;
  conversation: Conversation;
}

/** Does to the connection what a fault asks for; true when there is to be no answer. */
async function spoil({ socket, stream }: Talk, fault: Fault): Promise<boolean> {
  if (fault.reset) socket.resetAndDestroy();
  if (fault.garbage) stream.end(GARBAGE);
  if (fault.delay !== undefined) await delay(fault.delay, undefined, { ref: false });
  return fault.reset === true || fault.hang === true || fault.garbage === true;
}

interface Reply {
  conversation: Conversation;
  code: number;
  text: string;
  refusal: string | null;
}

/** A journal that fails is told to the client: nothing here goes unrecorded. */
function guard(work: Promise<void>, done: Done): void {
  work.catch((error: Error) => done(refusal(451, `Error: not recorded: ${error.message}`)));
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
