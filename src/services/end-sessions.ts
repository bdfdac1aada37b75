import { advance } from '../domain/network-session.ts';
import type { NetworkNeeds } from './network-sessions.ts';

/** Takes every session of an account off the network. `reason`: a sentence for the inspector. */
export async function endSessions(
  { networkSessions, clock }: Pick<NetworkNeeds, 'networkSessions' | 'clock'>,
  accountId: string,
  reason: string,
): Promise<void> {
  const at = clock.now().toISOString();
  for (const session of await networkSessions.listOnline(accountId)) {
    await networkSessions.save(advance(session, { to: 'disconnected', at, accountId, reason }));
  }
}
