import type { Account } from './account.ts';
import { effectiveState } from './account-states.ts';
import type { Portal } from './portal.ts';

/** Where a request for approval is. */
export type WaitStatus = 'waiting' | 'approved' | 'denied' | 'expired';

export interface ApprovalWait {
  status: WaitStatus;
  /**
   * ISE: `allowGraceAccess`: access while waiting, `graceAccessExpireInterval` minutes from the registration on.
   * Null where it is off; 0 when it is over.
   */
  graceSecondsLeft: number | null;
  /** ISE: `autoLoginSelfWait` within `autoLoginTimePeriod` minutes of the registration; afterwards by hand. */
  signsOnByItself: boolean;
  /** True once `autoLoginTimePeriod` is over. */
  late: boolean;
}

/** What a guest who waits is shown now. */
export function approvalWait(account: Account, portal: Portal, now: Date): ApprovalWait {
  const settings = portal.settings.selfRegPageSettings;
  const waited = now.getTime() - Date.parse(account.createdAt);
  const graceLeft = settings.graceAccessExpireInterval * 60_000 - waited;
  const inTime = waited <= settings.autoLoginTimePeriod * 60_000;
  return {
    status: statusOf(account, now),
    graceSecondsLeft: settings.allowGraceAccess ? Math.max(0, Math.ceil(graceLeft / 1000)) : null,
    signsOnByItself: settings.autoLoginSelfWait && inTime,
    late: settings.autoLoginSelfWait && !inTime,
  };
}

/** ISE: a guest waits on a page of its own where he is signed on by himself or has grace access; else he is sent away. */
export function hasWaitPage({ settings }: Portal): boolean {
  const { requireGuestApproval, autoLoginSelfWait, allowGraceAccess } = settings.selfRegPageSettings;
  return requireGuestApproval && (autoLoginSelfWait || allowGraceAccess);
}

function statusOf(account: Account, now: Date): WaitStatus {
  switch (effectiveState(account, now)) {
    case 'PENDING_APPROVAL':
      return 'waiting';
    case 'EXPIRED':
      return 'expired';
    case 'DENIED':
    case 'SUSPENDED':
      return 'denied';
    case 'AWAITING_INITIAL_LOGIN':
    case 'ACTIVE':
      return 'approved';
  }
}
