import express, { type Request, type Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import { maskBytes } from '../../domain/mask.ts';
import { liveEvents } from './live-events.ts';
import type { Models } from './models.ts';
import type { InspectorParts } from './parts.ts';
import { rawExchange } from './raw-exchange.ts';
import { readQuery } from './read-query.ts';
import { respond, respondBytes } from './respond.ts';
import { templatePages } from './templates.ts';

/** The pages of the lab. Each answers with JSON instead when the request prefers that. */
export function pages(parts: InspectorParts, models: Models): Router {
  const router = express.Router();

  router.get('/', async (request, response) => {
    const base = request.baseUrl;
    const watch = ['delivery', 'message'];
    const page = { view: 'overview', title: 'Overview', section: 'overview', watch, base } as const;
    respond(request, response, { ...page }, await models.overview(base));
  });

  router.get('/events', liveEvents(parts.events));

  router.get('/deliveries', async (request, response) => {
    const base = request.baseUrl;
    const query = readQuery(request.query, ['to', 'provider', 'status', 'limit', 'offset']);
    const [list, counts] = await Promise.all([models.deliveries(query, base), parts.deliveries.counts()]);
    const page = { view: 'deliveries', title: 'Deliveries', section: 'deliveries', base } as const;
    respond(request, response, { ...page, watch: ['delivery'] }, { ...list, filter: query, counts });
  });

  router.get('/deliveries/:id', async (request, response) => {
    const base = request.baseUrl;
    const model = await models.delivery(request.params.id, base);
    const watch =
      request.params.id === 'latest' ? ['delivery', 'message'] : [`delivery/${model.id}`, 'message'];
    const title = `${model.headline.title}: ${model.to}`;
    respond(request, response, { view: 'delivery', title, section: 'deliveries', watch, base }, model);
  });

  router.get('/deliveries/:id/raw', async (request, response) => {
    const { delivery, attempts } = await models.findDelivery(request.params.id);
    const { bytes, name } = rawExchange(attempts, readQuery(request.query, ['attempt', 'exchange', 'part']));
    respondBytes(response, bytes, `delivery-${delivery.id}-${name}`);
  });

  router.post('/deliveries/:id/send-again', async (request, response) => {
    const id = await sendAgain(parts, models, request);
    response.redirect(303, `${request.baseUrl}/deliveries/${encodeURIComponent(id)}`);
  });

  router.get('/messages', async (request, response) => {
    const base = request.baseUrl;
    const query = readQuery(request.query, ['to', 'channel', 'limit', 'offset']);
    const list = await models.messages(query, base);
    const page = {
      view: 'messages',
      title: 'Messages',
      section: 'messages',
      watch: ['message'],
      base,
    } as const;
    respond(request, response, { ...page, watch: ['message'] }, { ...list, filter: query });
  });

  router.get('/messages/:id', async (request, response) => {
    const base = request.baseUrl;
    const model = await models.message(request.params.id, base);
    const watch = request.params.id === 'latest' ? ['message'] : [];
    const title = `${model.channel === 'sms' ? 'SMS' : 'Email'} to ${model.to}`;
    respond(request, response, { view: 'message', title, section: 'messages', watch, base }, model);
  });

  router.get('/messages/:id/html', async (request, response) => {
    const { html } = await models.findMessage(request.params.id);
    if (html === null) throw new AppError('not-found', 'This message has no HTML part.');
    // A policy of its own, for a mail styles itself inline; and nothing in it may reach any network.
    response.set(
      'Content-Security-Policy',
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    );
    response.type('html').send(html);
  });

  router.get('/requests', async (request, response) => {
    const base = request.baseUrl;
    const list = await models.requests(readQuery(request.query, ['limit', 'offset']), base);
    const page = { view: 'requests', title: 'Requests', section: 'requests', base } as const;
    respond(request, response, { ...page, watch: ['request'] }, list);
  });

  router.get('/requests/:id', async (request, response) => {
    const base = request.baseUrl;
    const model = await models.request(request.params.id, base);
    const watch = request.params.id === 'latest' ? ['request'] : [`request/${model.id}`];
    const title = `Request to ${model.simulator ?? 'the simulators'}`;
    respond(request, response, { view: 'request', title, section: 'requests', watch, base }, model);
  });

  router.get('/requests/:id/raw', async (request, response) => {
    const { part = 'request' } = readQuery(request.query, ['part']);
    const found = await models.findRequest(request.params.id);
    const bytes = maskBytes(part === 'request' ? found.raw : found.response, models.secrets());
    respondBytes(response, bytes, `request-${found.id}-${part}.txt`);
  });

  router.get('/accounts', async (request, response) => {
    const base = request.baseUrl;
    const list = await models.accounts(readQuery(request.query, ['limit', 'offset']), base);
    const page = { view: 'accounts', title: 'Accounts', section: 'accounts', base } as const;
    respond(request, response, { ...page, watch: ['delivery'] }, list);
  });

  router.get('/accounts/:id', async (request, response) => {
    const base = request.baseUrl;
    const model = await models.account(request.params.id, base);
    const page = { view: 'account', title: `Account ${model.username}`, section: 'accounts', base } as const;
    respond(request, response, { ...page, watch: ['delivery'] }, model);
  });

  templatePages(router, parts);

  router.get('/sessions', async (request, response) => {
    const base = request.baseUrl;
    const list = await models.sessions(readQuery(request.query, ['limit', 'offset']), base);
    const page = { view: 'sessions', title: 'Network sessions', section: 'sessions', base } as const;
    respond(request, response, { ...page, watch: [] }, list);
  });

  router.post('/reset', async (request, response) => {
    await parts.reset();
    response.redirect(303, request.baseUrl);
  });

  return router;
}

/** Returns the id; throws `not-found`, or `conflict` while the delivery is still under way. */
export async function sendAgain(
  parts: InspectorParts,
  models: Models,
  request: Request<{ id: string }>,
): Promise<string> {
  const { delivery } = await models.findDelivery(request.params.id);
  if (await parts.sendAgain(delivery.id)) return delivery.id;
  throw new AppError('conflict', 'This delivery is still under way; it can be sent again once it has ended.');
}
