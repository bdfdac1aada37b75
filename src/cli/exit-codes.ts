import type { AttemptOutcome } from '../domain/delivery.ts';
import type { Failure } from '../domain/transcript.ts';

/** How a message ended, in the words and exit codes that `send` and `doctor` share. */
export const EXIT_CODES = { sent: 0, refused: 1, misconfigured: 2, unreachable: 3, unclear: 4 } as const;

export type Result = keyof typeof EXIT_CODES;

/** In the order in which somebody would repair them: what several results amount to. */
const GRAVEST: Result[] = ['misconfigured', 'unreachable', 'refused', 'unclear', 'sent'];

/**
 * The provider's own words decide, not what ISE makes of them: a refusal behind HTTP 200 is one. Unclear is also what
 * may have arrived although no answer was seen.
 */
export function resultOf(
  outcome: Pick<AttemptOutcome, 'failure' | 'providerVerdict' | 'iseVerdict'>,
): Result {
  const { failure, providerVerdict, iseVerdict } = outcome;
  if (providerVerdict === 'refused') return 'refused';
  if (failure !== null) return resultOfFailure(failure);
  return providerVerdict === 'accepted' && iseVerdict === 'sent' ? 'sent' : 'unclear';
}

/** Without an answer of the provider. */
export function resultOfFailure({ phase, code, mayHaveBeenSent }: Failure): Result {
  if (phase === 'configuration' || phase === 'release' || code === 'INVALID_URL') return 'misconfigured';
  if (mayHaveBeenSent || phase === 'interrupted') return 'unclear';
  return 'unreachable';
}

export function gravest(results: Result[]): Result {
  return GRAVEST.find((result) => results.includes(result)) ?? 'sent';
}
