import express, { type Request, type Response, type Router } from 'express';
import { archiveApi } from './archive.ts';
import { comparisonOrRefusal } from './comparison.ts';
import { exportRoutes } from './exports.ts';
import { faultApi } from './faults.ts';
import { ACCOUNT_QUERY, DELIVERY_QUERY, MESSAGE_QUERY } from './find.ts';
import type { Models } from './models.ts';
import openapi from './openapi.json' with { type: 'json' };
import { sendAgain } from './pages.ts';
import type { InspectorParts } from './parts.ts';
import { presentMessage } from './present-message.ts';
import { readQuery } from './read-query.ts';
import { createRecipientModels } from './recipient-models.ts';
import { recipientApi } from './recipients.ts';
import { recordingApi } from './recordings.ts';

const WAIT_MS = 10_000;
const STRICT = { strict: true };

/** The JSON interface; `openapi.json` describes it, and a test holds the one against the other. */
export function api(parts: InspectorParts, models: Models): Router {
  const router = express.Router();

  router.use((request, _response, next) => {
    // Nothing but JSON here, errors too, whatever a client says it accepts.
    request.headers.accept = 'application/json';
    next();
  });

  router.get('/openapi.json', (request, response) => {
    response.json({ ...openapi, servers: [{ url: request.baseUrl }] });
  });

  router.get('/info', (_request, response) => {
    response.json(parts.info());
  });

  router.get('/deliveries', async (request, response) => {
    const query = readQuery(request.query, DELIVERY_QUERY, STRICT);
    response.json(await models.deliveries(query, labOf(request)));
  });

  router.get('/deliveries/:id', async (request, response) => {
    response.json(await models.delivery(request.params.id, labOf(request)));
  });

  exportRoutes(router, models);

  router.post('/deliveries/:id/send-again', async (request, response) => {
    const id = await sendAgain(parts, models, request);
    response.status(202).json({ id, status: 'queued' });
  });

  router.get('/messages', async (request, response) => {
    const query = readQuery(request.query, MESSAGE_QUERY, STRICT);
    response.json(await models.messages(query, labOf(request)));
  });

  router.get('/messages/wait', async (request, response) => {
    const query = readQuery(request.query, ['to', 'channel', 'text', 'tag', 'after', 'timeoutMs'], STRICT);
    const { timeoutMs = WAIT_MS, ...filter } = query;
    const signal = goneOf(response);
    try {
      const message = await parts.inbox.waitFor({ ...filter, timeoutMs, signal });
      response.json(presentMessage(message, message.credentials, labOf(request)));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  });

  router.get('/messages/none', async (request, response) => {
    const query = readQuery(request.query, ['to', 'channel', 'text', 'tag', 'after', 'forMs'], STRICT);
    const { forMs, ...filter } = query;
    const signal = goneOf(response);
    try {
      await parts.inbox.expectNone({ ...filter, signal }, forMs);
      response.json({ none: true });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  });

  router.get('/messages/:id', async (request, response) => {
    response.json(await models.message(request.params.id, labOf(request)));
  });

  router.get('/accounts', async (request, response) => {
    const query = readQuery(request.query, ACCOUNT_QUERY, STRICT);
    response.json(await models.accounts(query, labOf(request)));
  });

  router.get('/search', async (request, response) => {
    const query = readQuery(request.query, ['q', 'limit'], STRICT);
    response.json(await models.search(query, labOf(request)));
  });

  recipientApi(router, createRecipientModels(parts, models));

  router.get('/requests', async (request, response) => {
    const query = readQuery(request.query, ['limit', 'offset'], STRICT);
    response.json(await models.requests(query, labOf(request)));
  });

  router.get('/requests/:id', async (request, response) => {
    response.json(await models.request(request.params.id, labOf(request)));
  });

  router.get('/requests/:id/comparison', async (request, response) => {
    const { provider } = readQuery(request.query, ['provider'], STRICT);
    const wanted = { id: request.params.id, provider, base: labOf(request) };
    response.json(await comparisonOrRefusal(parts, models, wanted));
  });

  router.get('/sessions', async (request, response) => {
    const query = readQuery(request.query, ['limit', 'offset'], STRICT);
    response.json(await models.sessions(query, labOf(request)));
  });

  faultApi(router, parts);
  archiveApi(router, parts);
  recordingApi(router, parts);

  router.post('/reset', async (_request, response) => {
    await parts.reset();
    response.json({ reset: true });
  });

  return router;
}

function labOf(request: Request<object>): string {
  return request.baseUrl.replace(/\/api$/, '');
}

/** Fires when the client hangs up before it was answered. */
function goneOf(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) controller.abort(new Error('The client went away.'));
  });
  return controller.signal;
}
