import type { Account } from '../domain/account.ts';
import { guestTypeNamed } from '../domain/guest-type.ts';
import { advance, type NetworkSession } from '../domain/network-session.ts';
import type { NetworkNeeds } from './network-sessions.ts';

/**
 * Makes room for one more session of an account. ISE: `maxSimultaneousLogins`; over it, `failureAction` drops the
 * oldest sessions, or keeps the newest out. A session of the same device is no second login: the new one takes its
 * place. True when the new session may begin.
 */
export async function limitSessions(
  needs: NetworkNeeds,
  account: Account,
  session: NetworkSession,
): Promise<boolean> {
  const type = guestTypeNamed(needs.portal.emulator.guestTypes, account.guestType);
  const { limitSimultaneousLogins, maxSimultaneousLogins, failureAction } = type.loginOptions;
  const online = await needs.networkSessions.listOnline(account.id);
  const others = online.filter(({ sessionId }) => sessionId !== session.sessionId);
  const same = others.filter(({ mac }) => mac !== null && mac === session.mac);
  const elsewhere = others.filter((other) => !same.includes(other));
  const over = limitSimultaneousLogins ? Math.max(0, elsewhere.length + 1 - maxSimultaneousLogins) : 0;
  if (over > 0 && failureAction === 'Disconnect_Newest_Connection') return false;
  for (const other of same) await drop(needs, other, 'The same device began a newer session.');
  for (const other of elsewhere.slice(0, over)) {
    await drop(needs, other, `The account signed on elsewhere, and ${maxSimultaneousLogins} may be at once.`);
  }
  return true;
}

async function drop(needs: NetworkNeeds, session: NetworkSession, reason: string): Promise<void> {
  const accountId = session.accountId ?? '';
  const at = needs.clock.now().toISOString();
  await needs.networkSessions.save(advance(session, { to: 'disconnected', at, accountId, reason }));
}
