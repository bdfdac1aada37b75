import type net from 'node:net';
import type { Reply, SmtpOutgoing } from '../domain/channel.ts';
import { maskLiterals } from '../domain/mask.ts';
import type { SendResult, WireOptions } from '../domain/transcript.ts';
import type { ConnectTo } from './connect-to.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { type Draft, finishExchange, startDraft } from './draft.ts';
import { Fault, failureOf } from './fault.ts';
import { buildMail } from './mail.ts';
import type { Network } from './open-connection.ts';
import { secure } from './secure.ts';
import { converse } from './smtp-conversation.ts';
import { SmtpFault, type SmtpStep, stepWords } from './smtp-fault.ts';
import { conversationLines, stepOf } from './smtp-lines.ts';
import { askForTls } from './smtp-starttls.ts';
import { tap } from './tap.ts';
import { openTcp } from './tcp.ts';

/** GUESS: ISE's own host name is not known here; every server takes this one, and it never changes. */
const EHLO_NAME = 'localhost';

const GOODBYE_MS = 2000;

type SmtpReplied = Extract<Reply, { protocol: 'smtp' }>;

export interface SmtpWire {
  network: Network;
  connectTo: ConnectTo;
  /** Aborted when the wire closes. */
  stopped: AbortSignal;
  /** Connections that have said QUIT and wait for the server to close. */
  leaving: Set<net.Socket>;
}

/**
 * Sends one mail over a connection of its own. The time is counted from the last whole line of the server. GUESS: the
 * system proxy, an HTTP one, has no part in SMTP. Rejects only with what `onTransmit` threw.
 */
export async function sendSmtp(
  wire: SmtpWire,
  outgoing: SmtpOutgoing,
  { onTransmit }: WireOptions,
): Promise<SendResult> {
  const { host, port, encryption, auth } = outgoing.server;
  const secrets = [...outgoing.secrets, auth?.password ?? ''];
  const deadline = startDeadline(outgoing.timeoutMs, wire.stopped);
  const watch = watchSteps(deadline);
  const draft = startDraft({ host, port, secure: encryption !== 'none' }, (from, bytes) => {
    if (from === 'server') draft.stopwatch.end('firstByte');
    watch.heard(from, bytes);
  });
  draft.redirectedTo = wire.connectTo({ host, port });

  let reply: SmtpReplied | null = null;
  let fault: Fault | null = null;
  try {
    const message = await buildMail(outgoing.mail);
    const socket = await connect(wire, outgoing, { deadline, draft, watch });
    reply = await converse(socket, {
      outgoing,
      message,
      ehloName: EHLO_NAME,
      deadline,
      step: watch.step,
      enter: watch.enter,
      onTransmit,
    });
    leave(socket, wire.leaving);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault = error;
    reply = error instanceof SmtpFault ? refusalReply(error, outgoing) : null;
  } finally {
    deadline.stop();
  }
  const failure = fault === null ? null : failureOf(fault, watch.messageHandedOver() && reply === null);
  const lines = conversationLines(draft.recording.chunks, secrets);
  const exchange = finishExchange(draft, { failure, lines, secrets });
  return {
    transcript: { protocol: 'smtp', exchanges: [exchange], notes: [] },
    reply: reply && { ...reply, text: maskLiterals(reply.text, secrets) },
    failure: exchange.failure,
  };
}

/** The refusal as a reply; the recipients count as rejected when it was them that the server refused. */
function refusalReply({ refusal }: SmtpFault, { envelope }: SmtpOutgoing): SmtpReplied | null {
  if (refusal === null) return null;
  return { protocol: 'smtp', ...refusal.reply, rejected: refusal.step === 'RCPT TO' ? envelope.to : [] };
}

/** The result does not wait for the goodbye. */
function leave(socket: net.Socket, leaving: Set<net.Socket>): void {
  leaving.add(socket);
  socket.unref();
  const timer = setTimeout(() => socket.destroy(), GOODBYE_MS).unref();
  socket.once('close', () => {
    clearTimeout(timer);
    leaving.delete(socket);
  });
}

/** A socket on which nodemailer may begin: connected, and secured and trusted where the settings ask for it. */
async function connect(
  { network: { trust, lookup } }: SmtpWire,
  { server }: SmtpOutgoing,
  { deadline, draft, watch }: { deadline: Deadline; draft: Draft; watch: ReturnType<typeof watchSteps> },
): Promise<net.Socket> {
  const { host, port, encryption } = server;
  const plain = await openTcp(draft.redirectedTo ?? { host, port }, {
    deadline,
    draft,
    lookup,
    isProxy: false,
  });
  const listen = (socket: net.Socket): void => {
    tap(socket, draft.recording);
    draft.stopwatch.begin('firstByte');
    watch.enter('greeting');
  };
  const securely = { serverName: host, trust, deadline, draft };
  if (encryption === 'none') {
    listen(plain);
    return plain;
  }
  if (encryption === 'tls') {
    const secured = await secure(plain, securely);
    listen(secured);
    return secured;
  }
  listen(plain);
  const greeting = await askForTls(plain, EHLO_NAME, deadline);
  const secured = await secure(plain, securely);
  tap(secured, draft.recording);
  // nodemailer begins with a greeting; after STARTTLS there is no second one, so it hears the first again.
  secured.unshift(greeting);
  return secured;
}

/** Follows the conversation: which answer is awaited, and whether the whole message has been handed to the socket. */
function watchSteps(deadline: Deadline) {
  let step: SmtpStep = 'greeting';
  let tail = '';
  const enter = (next: SmtpStep): void => {
    step = next;
    deadline.enter(
      'smtp',
      step === 'greeting'
        ? 'the greeting of the mail server'
        : `the mail server's answer to ${stepWords(step)}`,
    );
  };
  return {
    enter,
    step: () => step,
    messageHandedOver: () => step === 'end of data',
    heard(from: 'client' | 'server', bytes: Buffer): void {
      if (from === 'server') {
        if (bytes.includes('\n')) deadline.restart();
        return;
      }
      const lines = (tail + bytes.toString('latin1')).split('\r\n');
      tail = lines.pop() ?? '';
      for (const line of lines) {
        const next = stepOf(line);
        // After DATA come the lines of the message, which may look like commands, until the dot.
        if (next !== null && (step !== 'DATA' || next === 'end of data')) enter(next);
      }
    },
  };
}
