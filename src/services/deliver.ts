import type { IseVerdict, Outgoing, Receipt, Reply } from '../domain/channel.ts';
import type { AttemptOutcome, Delivery } from '../domain/delivery.ts';
import type { Diagnose, SendingSettings } from '../domain/diagnosis.ts';
import { AppError } from '../domain/errors.ts';
import { breakUpMessage } from '../domain/long-message.ts';
import type { Message } from '../domain/message.ts';
import type { Clock } from '../domain/ports.ts';
import type { Provider } from '../domain/provider.ts';
import type { Route, Routed, Router } from '../domain/routing.ts';
import type { Failure, SendResult, Transcript, Wire } from '../domain/transcript.ts';

export interface DeliverParts {
  router: Router;
  wire: Wire;
  clock: Clock;
  diagnose: Diagnose;
  settings(): SendingSettings;
}

/** What an attempt is about. */
export type ToDeliver = Pick<Delivery, 'kind' | 'provider' | 'message' | 'template'>;

/**
 * One attempt: finds the channel, builds, sends part by part, reads the answer, and says what was wrong, if only with
 * the message that the provider took. Never throws for anything that the provider, the network or the settings do; the
 * outcome says it. `onTransmit` is awaited before the first byte of the message leaves.
 */
export async function deliver(
  parts: DeliverParts,
  delivery: ToDeliver,
  onTransmit: () => Promise<void>,
): Promise<AttemptOutcome> {
  const settings = parts.settings();
  const provider = providerOf(settings, delivery);
  const routed = parts.router.route(delivery);
  const { sent, outgoing } = await sendParts(parts, { delivery, routed, onTransmit });
  const diagnosis = parts.diagnose({
    settings,
    provider,
    providerName: delivery.provider,
    message: delivery.message,
    template: delivery.template,
    sample: false,
    channel: sent.channel,
    outgoing,
    end: sent,
  });
  return { ...sent, diagnosis };
}

/** The row of the settings that a delivery by SMS goes through; null for email, and for a name that no row has. */
export function providerOf(
  { providers }: SendingSettings,
  { kind, provider }: Pick<Delivery, 'kind' | 'provider'>,
): Provider | null {
  return kind === 'email' ? null : (providers.find(({ name }) => name === provider) ?? null);
}

type Undiagnosed = Omit<AttemptOutcome, 'diagnosis'>;

async function sendParts(
  { wire, clock }: DeliverParts,
  { delivery, routed, onTransmit }: { delivery: ToDeliver; routed: Routed; onTransmit: () => Promise<void> },
): Promise<{ sent: Undiagnosed; outgoing: Outgoing[] }> {
  if ('refusal' in routed) {
    return {
      sent: outcome(clock, { failure: routed.refusal, channel: routed.channel }),
      outgoing: [],
    };
  }
  const { route } = routed;
  const transcripts: Transcript[] = [];
  const outgoing: Outgoing[] = [];
  let last: { reply: Reply | null; failure: Failure | null; receipt: Receipt | null } | null = null;
  for (const message of partsOf(route, delivery.message)) {
    const built = build(route, message);
    if ('failure' in built) return { sent: outcome(clock, { ...built, route, transcripts }), outgoing };
    outgoing.push(built.outgoing);
    const result = await wire.send(built.outgoing, { provider: delivery.provider, onTransmit });
    result.transcript.notes.unshift(...built.outgoing.notes);
    transcripts.push(result.transcript);
    last = { ...result, receipt: receiptOf(route, result) };
    if (iseVerdict(last.reply, last.failure) === 'failed' || last.receipt?.verdict === 'refused') break;
  }
  return { sent: outcome(clock, { ...last, route, transcripts }), outgoing };
}

/** The message as ISE sends it: one, or 140-byte parts. */
export function partsOf(route: Route, message: Message): Message[] {
  if (!route.breakUpLongMessage) return [message];
  return breakUpMessage(message.text).map((text) => ({ ...message, text }));
}

/** What goes on the wire, or the failure that says why the wire cannot express it. */
export function build(route: Route, message: Message): { outgoing: Outgoing } | { failure: Failure } {
  try {
    return { outgoing: route.build(message) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { failure: failureOf('configuration', 'CANNOT_BE_SENT', error.message) };
  }
}

/** What the provider said; null without its answer. A 407 is the proxy's: the provider has seen nothing. */
function receiptOf(route: Route, { reply, failure }: SendResult): Receipt | null {
  return reply === null || failure?.phase === 'proxy' ? null : route.read(reply);
}

function failureOf(phase: Failure['phase'], code: string, message: string): Failure {
  return { phase, code, message, timedOut: false, mayHaveBeenSent: false };
}

/** GUESS: any 2xx is sent, whatever the body says; SMTP likewise once the data is taken. */
function iseVerdict(reply: Reply | null, failure: Failure | null): IseVerdict {
  if (reply === null) return 'failed';
  if (reply.protocol === 'http') return reply.status >= 200 && reply.status < 300 ? 'sent' : 'failed';
  return failure === null && reply.code >= 200 && reply.code < 300 ? 'sent' : 'failed';
}

/** A message counts as sent when ISE would say so and the provider did not say no. */
function outcome(
  clock: Clock,
  end: {
    route?: Route;
    channel?: AttemptOutcome['channel'];
    reply?: Reply | null;
    failure?: Failure | null;
    receipt?: Receipt | null;
    transcripts?: Transcript[];
  },
): Undiagnosed {
  const { reply = null, failure = null, receipt = null, transcripts = [] } = end;
  const believed = iseVerdict(reply, failure);
  const cutShort = failure !== null && receipt !== null && receipt.verdict !== 'refused';
  const judged: Receipt | null = cutShort
    ? {
        ...receipt,
        verdict: 'unclear',
        reason: `${receipt.reason} But the answer is incomplete: ${failure.message}`,
      }
    : receipt;
  const sent = believed === 'sent' && judged?.verdict !== 'refused';
  return {
    endedAt: clock.now().toISOString(),
    channel: end.route?.channel ?? end.channel ?? null,
    channelReason: end.route?.reason ?? null,
    iseVerdict: believed,
    providerVerdict: judged?.verdict ?? null,
    receipt: judged,
    failure,
    transcripts,
    status: sent ? 'sent' : 'failed',
    reason: judged?.reason ?? failure?.message ?? '',
    mayHaveBeenSent: !sent && (failure?.mayHaveBeenSent ?? false),
  };
}
