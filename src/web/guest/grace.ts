import type { Request, Response } from 'express';
import type { Account } from '../../domain/account.ts';
import { type ApprovalWait, approvalWait } from '../../domain/approval-wait.ts';
import { advanceSession } from '../../services/network-sessions.ts';
import type { GuestContext } from './context.ts';
import { originOf, sessionOf } from './origin.ts';
import { walkOf } from './walk.ts';

/**
 * ISE: `allowGraceAccess`: a guest who waits may use the network for some minutes. The wait page asks for the change of
 * authorization as the success page does. False when the time is over, or somebody has answered.
 */
export async function startGrace(
  context: GuestContext,
  request: Request,
  account: Account,
): Promise<boolean> {
  const wait = approvalWait(account, context.portal, context.clock.now());
  if (wait.status !== 'waiting' || wait.graceSecondsLeft === null || wait.graceSecondsLeft === 0)
    return false;
  walkOf(request, context.random).graceFor = account.id;
  await advanceSession(context, originOf(request).sessionId, { to: 'coa-sent', accountId: account.id });
  return true;
}

/** Whether the guest asked for it in this walk. */
export async function isGraceConnected(
  context: GuestContext,
  request: Request,
  account: Account,
): Promise<boolean> {
  return walkOf(request, context.random).graceFor === account.id;
}

/** Takes the session off the network once grace access is over without an approval. */
export async function endGrace(
  context: GuestContext,
  request: Request,
  account: Account,
  wait: ApprovalWait,
): Promise<void> {
  const walk = walkOf(request, context.random);
  if (walk.graceFor !== account.id || wait.status === 'approved') return;
  if (wait.status === 'waiting' && wait.graceSecondsLeft !== 0) return;
  delete walk.graceFor;
  const session = await sessionOf(context, request);
  if (session?.state !== 'coa-sent' || session.accountId !== account.id) return;
  await advanceSession(context, session.sessionId, {
    to: 'disconnected',
    accountId: account.id,
    reason: context.texts('own_grace_over_reason'),
  });
}

/** The answer to a script that asked for grace access. */
export function graceAnswer(response: Response, token: string): void {
  response.setHeader('token', token);
  response.json({ status: 'requested', sent: false, coaType: 'Reauth' });
}
