import type { Request, Response } from 'express';
import type { NetworkSession } from '../../domain/network-session.ts';
import { advanceSession } from '../../services/network-sessions.ts';
import type { GuestContext } from './context.ts';
import { graceAnswer, startGrace } from './grace.ts';
import { showRefusal } from './login.ts';
import { originOf, sessionOf } from './origin.ts';
import { posted } from './posted.ts';
import { showStep } from './steps.ts';
import { showWait, waiting } from './wait.ts';
import { findToken, walkOf } from './walk.ts';

/**
 * ISE: the success page asks for the change of authorization by itself, after it was shown. No network device listens
 * to the emulator: the network session is noted as on the network, and the answer says that no packet left. GUESS: the
 * form of the answer; SEEN: clients are content with any 2xx.
 */
export async function doCoa(context: GuestContext, request: Request, response: Response): Promise<void> {
  const token = findToken(request, posted(request, 'token'));
  const grace = await waiting(context, request, posted(request, 'token'));
  if (grace !== null && (await startGrace(context, request, grace.account))) {
    if (request.get('x-requested-with') === undefined) return showWait(context, request, response, grace);
    return graceAnswer(response, grace.token.value);
  }
  const account =
    token?.page === 'success' && token.accountId !== null
      ? await context.accounts.find(token.accountId)
      : null;
  if (token === null || account === null) {
    response
      .status(403)
      .json({ status: 'refused', sent: false, reason: 'no signed-in guest has this token' });
    return;
  }
  if ((await sessionOf(context, request))?.state === 'disconnected') {
    return showRefusal(context, request, response, { refused: 'disconnected' });
  }
  walkOf(request, context.random).coaRequestedAt = context.clock.now().toISOString();
  const { sessionId } = originOf(request);
  const session = await advanceSession(context, sessionId, { to: 'coa-sent', accountId: account.id });
  // Without script, a person pressed the button and wants to see a page.
  if (request.get('x-requested-with') === undefined) {
    return showStep(context, request, response, { step: 'success', account });
  }
  response.setHeader('token', token.value);
  response.json({ ...answer(request, session), coaType: posted(request, 'coaType') || 'Reauth' });
}

/** ISE: GET `CheckCoAStatus.action`, polled by the success page. */
export async function checkCoaStatus(
  context: GuestContext,
  request: Request,
  response: Response,
): Promise<void> {
  response.json(answer(request, await sessionOf(context, request)));
}

/** What is known, and that nothing was sent; `session` is null where the guest came without one. */
function answer(request: Request, session: NetworkSession | null): Record<string, unknown> {
  const requestedAt = request.session.walk?.coaRequestedAt ?? null;
  return {
    status: requestedAt === null ? 'none' : 'requested',
    requestedAt,
    sent: false,
    session:
      session === null
        ? null
        : { id: session.sessionId, state: session.state, coaAt: session.coaSentAt, reason: session.reason },
  };
}
