import type { Request } from 'express';
import type { NetworkSession } from '../../domain/network-session.ts';
import type { Origin } from '../../services/sign-in.ts';
import type { GuestContext } from './context.ts';

/** Where a request comes from: the caller's address, and the network session that brought the guest here. */
export function originOf(request: Request): Origin {
  return { address: request.ip ?? '', sessionId: request.session.walk?.entry.sessionId ?? '' };
}

/** The network session that brought the guest here; null without one. */
export async function sessionOf(context: GuestContext, request: Request): Promise<NetworkSession | null> {
  const { sessionId } = originOf(request);
  return sessionId === '' ? null : context.networkSessions.find(sessionId);
}
