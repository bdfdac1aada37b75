import type { Doer } from '../domain/audit.ts';
import { type Step, type StepNeeds, type Stepped, stepAccount } from './step-account.ts';

/** Denies a guest. GUESS: the guest is sent nothing. Null when the account is gone. */
export function denyGuest(
  needs: StepNeeds,
  accountId: string,
  doer: Doer,
  { reason = '', ...only }: { reason?: string } & Pick<Step, 'onlyFrom' | 'linkId'> = {},
): Promise<Stepped | null> {
  return stepAccount(needs, accountId, { event: { name: 'deny', reason }, doer, ...only });
}
