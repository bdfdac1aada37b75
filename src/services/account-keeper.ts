import type { Account } from '../domain/account.ts';
import { effectiveState } from '../domain/account-states.ts';
import { auditEntry } from '../domain/audit.ts';
import type { Delivery } from '../domain/delivery.ts';
import { expiryNotice } from '../domain/expiry-notice.ts';
import { type GuestType, noticeMs } from '../domain/guest-type.ts';
import { uuid } from '../domain/ids.ts';
import type { Clock } from '../domain/ports.ts';
import type { AccountStore } from '../domain/stores.ts';
import { type DeliveryNeeds, queued, smsProvider } from './credential-deliveries.ts';

export interface KeeperNeeds extends DeliveryNeeds {
  accounts: AccountStore;
  clock: Clock;
  /** Called after a commit that queued messages. */
  notify(): void;
  onBug(error: unknown): void;
}

export interface AccountKeeper {
  /** Does what is due by the clock: tells of coming ends, deletes what ended long ago. One at a time. */
  tick(): Promise<{ notified: number; purged: number }>;
  /** Ticks now and every minute, until stopped. */
  start(): void;
  /** Resolves when no tick is under way. */
  stop(): Promise<void>;
}

const EVERY_MS = 60_000;
/** So many accounts are looked at before others get a turn. */
const BATCH = 100;
const SYSTEM = { actor: 'system' } as const;

/** What happens to accounts without anybody doing anything. That an account is over needs no keeper: the clock says so. */
export function createAccountKeeper(needs: KeeperNeeds): AccountKeeper {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();

  const tick = () => {
    const done = running.then(async () => ({ notified: await notifyAll(needs), purged: await purge(needs) }));
    running = done.catch(() => undefined);
    return done;
  };
  return {
    tick,
    start() {
      if (timer !== null) return;
      const guarded = () => void tick().catch(needs.onBug);
      timer = setInterval(guarded, EVERY_MS);
      timer.unref();
      guarded();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      await running;
    },
  };
}

/** ISE: `expirationNotification` of each guest type. */
async function notifyAll(needs: KeeperNeeds): Promise<number> {
  let notified = 0;
  for (const type of needs.portal.emulator.guestTypes) {
    const { enableNotification, sendEmailNotification, sendSmsNotification } = type.expirationNotification;
    if (!enableNotification || !(sendEmailNotification || sendSmsNotification)) continue;
    for (;;) {
      const now = needs.clock.now();
      const due = await needs.accounts.listEnding({
        guestType: type.name,
        after: now.toISOString(),
        until: new Date(now.getTime() + noticeMs(type)).toISOString(),
        limit: BATCH,
      });
      for (const account of due) notified += await notify(needs, account, type);
      if (due.length < BATCH) break;
    }
  }
  return notified;
}

/**
 * Queues the notice and marks the account in one transaction, so that it is told once whatever happens between. One
 * who cannot use the account, or left no way to be told, is marked too: whatever gives it a new end lifts the mark.
 */
async function notify(needs: KeeperNeeds, account: Account, type: GuestType): Promise<number> {
  const now = needs.clock.now();
  const expiryNotifiedAt = now.toISOString();
  const state = effectiveState(account, now);
  const usable = state === 'ACTIVE' || state === 'AWAITING_INITIAL_LOGIN';
  const deliveries = usable ? noticesOf(needs, account, type) : [];
  const entries =
    deliveries.length === 0
      ? []
      : [auditEntry(needs, SYSTEM, { action: 'expiry-notice', before: account, after: account })];
  // Marked alone when something else has changed the account meanwhile: the next tick looks at it again.
  const done = await needs.accounts.change(account, { changes: { expiryNotifiedAt }, deliveries, entries });
  if (!done || deliveries.length === 0) return 0;
  needs.notify();
  return 1;
}

function noticesOf(needs: KeeperNeeds, account: Account, { expirationNotification }: GuestType): Delivery[] {
  const notice = expirationNotification;
  const date = needs.clock.now().toISOString();
  const write = (kind: 'sms' | 'email', to: string, provider: string): Delivery[] => {
    if (to === '') return [];
    const { message, template } = expiryNotice(
      kind,
      { account, portal: needs.portal, notice },
      { id: uuid(needs.random), date, to },
    );
    return [queued(account, message, provider, template, needs.random)];
  };
  return [
    ...(notice.sendSmsNotification
      ? write('sms', account.fields.ui_phone_number ?? '', smsProvider(account, needs))
      : []),
    ...(notice.sendEmailNotification
      ? write('email', account.fields.ui_email_address ?? '', 'SMTP server')
      : []),
  ];
}

/** ISE: expired accounts are purged after some days; their audit lines and messages stay. */
async function purge(needs: KeeperNeeds): Promise<number> {
  const days = needs.portal.emulator.purgeExpiredAfterDays;
  if (days === 0) return 0;
  let purged = 0;
  for (;;) {
    const before = new Date(needs.clock.now().getTime() - days * 86_400_000).toISOString();
    const ended = await needs.accounts.listEnded({ before, limit: BATCH });
    for (const account of ended) {
      const entry = auditEntry(needs, SYSTEM, { action: 'purge', before: account, after: null });
      if (await needs.accounts.remove(account.id, [entry])) purged += 1;
    }
    if (ended.length < BATCH) return purged;
  }
}
