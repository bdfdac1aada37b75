import type { Case, Certainty } from '../domain/diagnosis.ts';
import { answerOf } from './answer-of.ts';
import type { About } from './answers/row.ts';
import { lastExchange } from './last-exchange.ts';
import { refusalsOf } from './refusals-of.ts';
import { vendorOf } from './vendor-of.ts';

/**
 * How sure it is that a fault of the settings or of the message is to blame. `before` is what it deserves when nothing
 * has been sent. Afterwards it is the cause if the provider's refusal is about this very thing, or says nothing that is
 * known; what failed on the way, or was refused for another reason, leaves it a suspect.
 */
export function weigh(one: Case, about: About[], before: Certainty = 'cause'): Certainty {
  if (before === 'risk') return 'risk';
  if (!wasSent(one)) return before;
  if (isUnplayed(one)) return 'suspect';
  const refusals = refusalsOf(one);
  const known = refusals.flatMap(({ row }) => row ?? []);
  if (known.some((row) => about.includes(row.about))) return 'cause';
  // An answer that says neither yes nor no is as good as the no that the fault would bring.
  const unclear = one.end?.receipt?.verdict === 'unclear' && one.end.failure === null;
  if (known.length > 0 || (!isRefused(one) && !unclear)) return 'suspect';
  const status = answerOf(one)?.status ?? 0;
  const elsewhere =
    status >= 500 ||
    status === 429 ||
    (status >= 300 && status < 400) ||
    ((status === 401 || status === 403) && !about.includes('credentials'));
  return elsewhere ? 'suspect' : before;
}

/** False before anything was sent, and when the settings kept it from being sent. */
export function wasSent({ end }: Case): boolean {
  return end !== null && end.failure?.phase !== 'configuration';
}

const PLAYED = /^(?:clickatell-|twilio$|twexit$)/;

/**
 * True when `connectTo` led the message to our simulators, and they do not play this provider: their 404 says nothing
 * about its settings. Of a vendor that they play, the path is wrong.
 */
export function isUnplayed(one: Case): boolean {
  const answer = answerOf(one);
  return (
    lastExchange(one)?.redirectedTo != null &&
    answer?.status === 404 &&
    answer.text.startsWith('No provider has the path ') &&
    !PLAYED.test(vendorOf(one) ?? '')
  );
}

/** True when the provider itself said no. */
export function isRefused(one: Case): boolean {
  return one.end?.receipt?.verdict === 'refused';
}
