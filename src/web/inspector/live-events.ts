import { createSession } from 'better-sse';
import type { RequestHandler } from 'express';
import type { Events } from '../../domain/events.ts';

/** Server-sent events: which delivery, message or request is new or has changed. Pages fetch what they show of it. */
export function liveEvents(events: Events): RequestHandler {
  return async (request, response) => {
    const session = await createSession(request, response, { retry: 2000, keepAlive: 15_000 });
    const unsubscribe = events.subscribe((event) => {
      if (session.isConnected) session.push(event, event.type, '');
    });
    session.once('disconnected', unsubscribe);
    if (!session.isConnected) unsubscribe();
  };
}
