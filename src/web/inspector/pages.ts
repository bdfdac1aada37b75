import express, { type Request, type Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import { maskBytes } from '../../domain/mask.ts';
import { archivePages } from './archive.ts';
import { certificatePages } from './certificate/index.ts';
import { comparisonOf } from './comparison.ts';
import { exportRoutes } from './exports.ts';
import { faultPages } from './faults.ts';
import { ACCOUNT_QUERY, DELIVERY_QUERY, MESSAGE_QUERY } from './find.ts';
import { liveEvents } from './live-events.ts';
import type { Models } from './models.ts';
import type { InspectorParts } from './parts.ts';
import { providerPages } from './provider/index.ts';
import { rawExchange } from './raw-exchange.ts';
import { ACCOUNT_STATES, readQuery } from './read-query.ts';
import { createRecipientModels } from './recipient-models.ts';
import { recipientPages } from './recipients.ts';
import { recordingPages } from './recordings.ts';
import { respond, respondBytes } from './respond.ts';
import { templatePages } from './templates.ts';
import { texts } from './texts.ts';

/** The pages of the lab. Each answers with JSON instead when the request prefers that. */
export function pages(parts: InspectorParts, models: Models): Router {
  const router = express.Router();

  router.get('/', async (request, response) => {
    const base = request.baseUrl;
    const watch = ['delivery', 'message'];
    const page = {
      view: 'overview',
      title: texts('inspector_overview_title'),
      section: 'overview',
      watch,
      base,
    } as const;
    respond(request, response, { ...page }, await models.overview(base));
  });

  router.get('/events', liveEvents(parts.events));

  router.get('/deliveries', async (request, response) => {
    const base = request.baseUrl;
    const query = readQuery(request.query, DELIVERY_QUERY);
    const [list, counts] = await Promise.all([models.deliveries(query, base), parts.deliveries.counts()]);
    const page = {
      view: 'deliveries',
      title: texts('inspector_deliveries_title'),
      section: 'deliveries',
      base,
    } as const;
    respond(request, response, { ...page, watch: ['delivery'] }, { ...list, filter: query, counts });
  });

  router.get('/deliveries/:id', async (request, response) => {
    const base = request.baseUrl;
    const model = await models.delivery(request.params.id, base);
    const watch =
      request.params.id === 'latest' ? ['delivery', 'message'] : [`delivery/${model.id}`, 'message'];
    const title = texts('inspector_delivery_say', { title: model.headline.title, to: model.to });
    respond(request, response, { view: 'delivery', title, section: 'deliveries', watch, base }, model);
  });

  router.get('/deliveries/:id/raw', async (request, response) => {
    const { delivery, attempts } = await models.findDelivery(request.params.id);
    const { bytes, name } = rawExchange(attempts, readQuery(request.query, ['attempt', 'exchange', 'part']));
    respondBytes(response, bytes, `delivery-${delivery.id}-${name}`);
  });

  exportRoutes(router, models);

  router.post('/deliveries/:id/send-again', async (request, response) => {
    const id = await sendAgain(parts, models, request);
    response.redirect(303, `${request.baseUrl}/deliveries/${encodeURIComponent(id)}`);
  });

  router.get('/messages', async (request, response) => {
    const base = request.baseUrl;
    const query = readQuery(request.query, MESSAGE_QUERY);
    const list = await models.messages(query, base);
    const page = {
      view: 'messages',
      title: texts('inspector_messages_title'),
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
    const kind = texts(`inspector_kind_${model.channel}`);
    const title = texts('inspector_message_title', { kind, to: model.to });
    respond(request, response, { view: 'message', title, section: 'messages', watch, base }, model);
  });

  router.get('/messages/:id/html', async (request, response) => {
    const { html } = await models.findMessage(request.params.id);
    if (html === null) throw new AppError('not-found', texts('inspector_message_no_html_error'));
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
    const page = {
      view: 'requests',
      title: texts('inspector_requests_title'),
      section: 'requests',
      base,
    } as const;
    respond(request, response, { ...page, watch: ['request'] }, list);
  });

  router.get('/requests/:id', async (request, response) => {
    const base = request.baseUrl;
    const shown = await models.request(request.params.id, base);
    const { provider } = readQuery(request.query, ['provider']);
    const model = {
      ...shown,
      comparison: await comparisonOf(parts, models, { id: shown.id, provider, base }),
    };
    const watch = request.params.id === 'latest' ? ['request'] : [`request/${model.id}`];
    const simulator = model.simulator ?? texts('inspector_request_simulators');
    const title = texts('inspector_request_title', { simulator });
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
    const query = readQuery(request.query, ACCOUNT_QUERY);
    const list = await models.accounts(query, base);
    const page = {
      view: 'accounts',
      title: texts('inspector_accounts_title'),
      section: 'accounts',
      base,
    } as const;
    respond(
      request,
      response,
      { ...page, watch: ['delivery'] },
      { ...list, filter: query, states: ACCOUNT_STATES },
    );
  });

  router.get('/accounts/:id', async (request, response) => {
    const base = request.baseUrl;
    const gone = await models.accountGone(request.params.id, base);
    if (gone !== null) {
      const title = texts('inspector_account_title', { username: gone.username });
      const page = { view: 'account-gone', title, section: 'accounts', watch: [], base } as const;
      return respond(request, response, page, gone);
    }
    const model = await models.account(request.params.id, base);
    const title = texts('inspector_account_title', { username: model.username });
    const page = { view: 'account', title, section: 'accounts', base } as const;
    respond(request, response, { ...page, watch: ['delivery'] }, model);
  });

  router.get('/history', async (request, response) => {
    const base = request.baseUrl;
    const list = await models.history(readQuery(request.query, ['limit', 'offset']), base);
    const title = texts('inspector_history_title');
    respond(request, response, { view: 'history', title, section: 'accounts', watch: [], base }, list);
  });

  router.get('/search', async (request, response) => {
    const base = request.baseUrl;
    const query = readQuery(request.query, ['q']);
    const title = texts('inspector_search_title');
    const page = { view: 'search', title, section: 'search', base } as const;
    const watch = ['delivery', 'message'];
    respond(request, response, { ...page, watch }, { ...(await models.search(query, base)), filter: query });
  });

  recipientPages(router, parts, createRecipientModels(parts, models));

  templatePages(router, parts);
  const { trial, book, random } = parts;
  if (trial && book && random) {
    providerPages(router, { ...parts, trial, book, random });
    certificatePages(router, { ...parts, trial, book });
  }
  faultPages(router, parts);
  archivePages(router, parts);
  recordingPages(router, parts);

  router.get('/sessions', async (request, response) => {
    const base = request.baseUrl;
    const list = await models.sessions(readQuery(request.query, ['limit', 'offset']), base);
    const page = {
      view: 'sessions',
      title: texts('inspector_sessions_title'),
      section: 'sessions',
      base,
    } as const;
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
  throw new AppError('conflict', texts('inspector_under_way_error'));
}
