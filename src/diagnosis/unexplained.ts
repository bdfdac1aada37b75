import type { Case, Diagnosis } from '../domain/diagnosis.ts';

type Words = Pick<Diagnosis, 'rule' | 'remedy'>;

const HEADER: Words = {
  rule: 'header-cannot-be-sent',
  remedy:
    'Remove line ends and control characters from "HTTP POST data content type" and from the credentials.',
};

/** Failures before the network, in which the failure's own sentence names the guilty value. */
const WORDS: Record<string, Words> = {
  UNKNOWN_PROVIDER: {
    rule: 'no-such-provider',
    remedy: 'Choose an SMS provider that exists, or add one under this name to the SMS gateways.',
  },
  CANNOT_BE_SENT: {
    rule: 'cannot-be-sent',
    remedy: 'Correct the value that the sentence names; nothing has been sent.',
  },
  INVALID_URL: {
    rule: 'url-cannot-be-sent',
    remedy: 'Write that character percent-encoded into "URL", or leave it out.',
  },
  ERR_INVALID_CHAR: HEADER,
  ERR_INVALID_HTTP_TOKEN: HEADER,
};

/**
 * The reason of a failure that no rule has explained: so that each failed attempt has a cause. Null when the attempt
 * did not fail.
 */
export function unexplained({ end }: Case): Diagnosis | null {
  if (end === null) return null;
  const { failure, receipt, iseVerdict } = end;
  if (failure !== null) {
    const { rule, remedy } = WORDS[failure.code] ?? {
      rule: 'failed',
      remedy: 'Look at the bytes of the attempt for the place at which it ended.',
    };
    const evidence = [`Phase: ${failure.phase}`, `Code: ${failure.code}`];
    return { rule, certainty: 'cause', problem: failure.message, remedy, evidence };
  }
  if (receipt?.verdict !== 'refused' && iseVerdict === 'sent') return null;
  return {
    rule: 'refused',
    certainty: 'cause',
    problem: receipt?.reason ?? 'The provider did not take the message.',
    remedy: 'Look at the answer of the provider, and ask it what this answer means.',
    evidence: receipt?.code === undefined ? [] : [`Code: ${receipt.code}`],
  };
}
