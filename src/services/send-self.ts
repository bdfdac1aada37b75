import type { Account } from '../domain/account.ts';
import type { MessageKind } from '../domain/message.ts';
import type { Clock } from '../domain/ports.ts';
import type { AccountStore, DeliveryStore } from '../domain/stores.ts';
import { credentialDelivery, type DeliveryNeeds } from './credential-deliveries.ts';

export interface SendSelfNeeds extends DeliveryNeeds {
  accounts: AccountStore;
  deliveries: DeliveryStore;
  clock: Clock;
  notify(): void;
}

/** ISE: *Email Me* and *Text Me* work five times each. */
export const SELF_SENDS = 5;

/**
 * Queues the credentials of a guest who asked for them on the success page; committed when this returns, not sent.
 * False when they may not be sent: there is nowhere to, or the account cannot be used (not approved yet, over, …).
 */
export async function sendSelf(needs: SendSelfNeeds, account: Account, kind: MessageKind): Promise<boolean> {
  const now = needs.clock.now();
  const usable = account.state === 'AWAITING_INITIAL_LOGIN' || account.state === 'ACTIVE';
  if (!usable || now.getTime() >= Date.parse(account.validTo)) return false;
  const delivery = credentialDelivery(kind, account, needs, now.toISOString());
  if (delivery === null) return false;
  await needs.deliveries.enqueue(delivery);
  needs.notify();
  return true;
}
