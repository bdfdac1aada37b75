import { setTimeout } from 'node:timers/promises';
import type { AttemptOutcome } from '../domain/delivery.ts';
import type { Events } from '../domain/events.ts';
import type { DeliveryStore } from '../domain/stores.ts';
import type { Failure } from '../domain/transcript.ts';
import { type DeliverParts, deliver } from './deliver.ts';

export interface DeliveryWorker {
  /** Closes what a crash left open, then works until `stop`. */
  start(): Promise<{ requeued: number; marked: number }>;
  /** Something was queued: look now. */
  wake(): void;
  /**
   * Takes nothing new and waits up to `graceMs` for what is under way. What has not ended by then is abandoned: it
   * stays `sending`, writes nothing more, and the next start treats it like a crash.
   */
  stop(graceMs: number): Promise<void>;
  /** Resolves when nothing is queued or under way. */
  idle(): Promise<void>;
}

/** A provider that hangs holds up its own messages only. */
const AT_ONCE_PER_PROVIDER = 8;

/**
 * Works off the deliveries table, which is the queue: claims, sends, closes. `onBug` hears of errors that are ours;
 * the delivery is then closed as failed, and the worker goes on.
 */
export function createDeliveryWorker(
  parts: DeliverParts & { deliveries: DeliveryStore; events: Events; onBug(error: unknown): void },
): DeliveryWorker {
  const { deliveries, events, clock } = parts;
  const running = new Map<string, number>();
  const jobs = new Set<Promise<void>>();
  let stopped = true;
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let generation = 0;

  const now = () => clock.now().toISOString();
  const busyProviders = () =>
    [...running].filter(([, count]) => count >= AT_ONCE_PER_PROVIDER).map(([name]) => name);

  function wake(): void {
    lookAgain = true;
    if (stopped || looking) return;
    looking = look()
      .catch(parts.onBug)
      .finally(() => {
        looking = null;
        if (lookAgain && !stopped) wake();
      });
  }

  async function look(): Promise<void> {
    while (lookAgain && !stopped) {
      lookAgain = false;
      for (;;) {
        const claimed = stopped
          ? null
          : await deliveries.claim({ busyProviders: busyProviders(), now: now() });
        if (!claimed) break;
        const { provider } = claimed.delivery;
        running.set(provider, (running.get(provider) ?? 0) + 1);
        const job = work(claimed).finally(() => {
          if (!jobs.delete(job)) return;
          running.set(provider, (running.get(provider) ?? 1) - 1);
          wake();
        });
        jobs.add(job);
      }
    }
  }

  async function work({ delivery, attempt }: Claimed): Promise<void> {
    events.publish({ type: 'delivery', id: delivery.id });
    const born = generation;
    let transmitted = false;
    const onTransmit = async () => {
      if (born !== generation) throw new Error('abandoned');
      if (!transmitted) await deliveries.markTransmitting(delivery.id, attempt, now());
      transmitted = true;
    };
    try {
      const outcome = await deliver(parts, delivery, onTransmit);
      if (born !== generation) return;
      await deliveries.finish(delivery.id, attempt, outcome);
    } catch (error) {
      if (born !== generation) return;
      parts.onBug(error);
      await deliveries
        .finish(delivery.id, attempt, interrupted(now(), 'The emulator failed while sending.', transmitted))
        .catch(parts.onBug);
    }
    events.publish({ type: 'delivery', id: delivery.id });
  }

  async function idle(): Promise<void> {
    while (looking || jobs.size > 0) await Promise.all([looking, ...jobs]);
  }

  return {
    async start() {
      const recovered = await deliveries.recover({
        notSent: interrupted(
          now(),
          'The emulator stopped before anything was sent; the message is queued again.',
          false,
        ),
        maybeSent: interrupted(
          now(),
          'The emulator stopped while the message was on its way: it may have arrived. It is not repeated by itself.',
          true,
        ),
      });
      stopped = false;
      wake();
      return recovered;
    },
    wake,
    async stop(graceMs) {
      stopped = true;
      const grace = new AbortController();
      await Promise.race([
        idle(),
        setTimeout(graceMs, undefined, { signal: grace.signal }).catch(() => undefined),
      ]);
      grace.abort();
      generation += 1;
      running.clear();
      jobs.clear();
    },
    idle,
  };
}

type Claimed = NonNullable<Awaited<ReturnType<DeliveryStore['claim']>>>;

function interrupted(endedAt: string, message: string, mayHaveBeenSent: boolean): AttemptOutcome {
  const failure: Failure = {
    phase: 'interrupted',
    code: 'INTERRUPTED',
    message,
    timedOut: false,
    mayHaveBeenSent,
  };
  return {
    endedAt,
    channel: null,
    channelReason: null,
    iseVerdict: 'failed',
    providerVerdict: mayHaveBeenSent ? 'unclear' : null,
    receipt: null,
    failure,
    transcripts: [],
    diagnosis: [
      {
        rule: 'interrupted',
        certainty: 'cause',
        problem: message,
        remedy: mayHaveBeenSent
          ? 'Look whether it arrived; if it did not, use "Send again".'
          : 'Nothing is to be done: it is sent again by itself.',
        evidence: [],
      },
    ],
    status: 'failed',
    reason: message,
    mayHaveBeenSent,
  };
}
