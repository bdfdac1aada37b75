import type { AccountState } from '../domain/account.ts';
import type { Doer } from '../domain/audit.ts';
import { type StepNeeds, type Stepped, stepAccount } from './step-account.ts';

/** Denies a guest. GUESS: the guest is sent nothing. Null when the account is gone. */
export function denyGuest(
  needs: StepNeeds,
  accountId: string,
  doer: Doer,
  { reason = '', onlyFrom }: { reason?: string; onlyFrom?: AccountState[] } = {},
): Promise<Stepped | null> {
  return stepAccount(needs, accountId, {
    event: { name: 'deny', reason },
    doer,
    ...(onlyFrom && { onlyFrom }),
  });
}
