import type { Account } from '../domain/account.ts';
import { auditEntry } from '../domain/audit.ts';
import type { Clock, Random } from '../domain/ports.ts';
import type { AuditStore } from '../domain/stores.ts';

/** A line for each account whose credentials a sponsor takes along, on paper or in a file. Nothing else changes. */
export async function noteHandedOut(
  needs: { audit: AuditStore; clock: Clock; random: Random },
  accounts: readonly Account[],
  by: { action: 'print' | 'export'; name: string; address: string },
): Promise<void> {
  const { action, name, address } = by;
  const doer = { actor: 'sponsor', name, address } as const;
  await needs.audit.record(
    ...accounts.map((account) => auditEntry(needs, doer, { action, before: account, after: account })),
  );
}
