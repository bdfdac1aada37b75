import type { Router } from 'express';
import type { InspectorParts } from './parts.ts';
import { readQuery } from './read-query.ts';
import type { RecipientModels } from './recipient-models.ts';
import { respond, respondBytes } from './respond.ts';
import { texts } from './texts.ts';

const PAGING = ['limit', 'offset'] as const;
const STRICT = { strict: true };

/** `/phones` and `/mailboxes`: who got messages, and what each of them shows. */
export function recipientPages(router: Router, parts: InspectorParts, models: RecipientModels): void {
  for (const section of ['phones', 'mailboxes'] as const) {
    router.get(`/${section}`, async (request, response) => {
      const base = request.baseUrl;
      const list = await models[section](readQuery(request.query, PAGING), base);
      const title = texts(`inspector_${section}_title`);
      respond(request, response, { view: section, title, section, watch: ['message'], base }, list);
    });
  }

  router.get('/phones/:number', async (request, response) => {
    const base = request.baseUrl;
    const model = await models.phone(request.params.number, readQuery(request.query, PAGING), base);
    const title = texts('inspector_phone_title', { to: model.to });
    const page = { view: 'phone', title, section: 'phones', watch: ['message'], base } as const;
    respond(
      request,
      response,
      { ...page, watch: ['message'] },
      { ...model, portal: parts.info().portal.url },
    );
  });

  router.get('/mailboxes/:address', async (request, response) => {
    const base = request.baseUrl;
    const model = await models.mailbox(request.params.address, readQuery(request.query, PAGING), base);
    const title = texts('inspector_mailbox_title', { to: model.to });
    respond(
      request,
      response,
      { view: 'mailbox', title, section: 'mailboxes', watch: ['message'], base },
      model,
    );
  });

  router.get('/mailboxes/:address/:id', async (request, response) => {
    const base = request.baseUrl;
    const model = await models.mail(request.params.address, request.params.id, base);
    const title = texts('inspector_mail_title', {
      subject: model.subject || texts('inspector_message_no_subject'),
      to: model.to,
    });
    const page = { view: 'mail', title, section: 'mailboxes', base } as const;
    respond(request, response, { ...page, watch: [] }, { ...model, portal: parts.info().portal.url });
  });

  router.get('/messages/:id/eml', async (request, response) => {
    respondBytes(response, await models.eml(request.params.id), `message-${request.params.id}.eml`);
  });
}

/** The same as JSON. */
export function recipientApi(router: Router, models: RecipientModels): void {
  const labOf = (request: { baseUrl: string }) => request.baseUrl.replace(/\/api$/, '');

  router.get('/phones', async (request, response) => {
    response.json(await models.phones(readQuery(request.query, PAGING, STRICT), labOf(request)));
  });

  router.get('/phones/:number', async (request, response) => {
    const query = readQuery(request.query, PAGING, STRICT);
    response.json(await models.phone(request.params.number, query, labOf(request)));
  });

  router.get('/mailboxes', async (request, response) => {
    response.json(await models.mailboxes(readQuery(request.query, PAGING, STRICT), labOf(request)));
  });

  router.get('/mailboxes/:address', async (request, response) => {
    const query = readQuery(request.query, PAGING, STRICT);
    response.json(await models.mailbox(request.params.address, query, labOf(request)));
  });

  router.get('/mailboxes/:address/:id', async (request, response) => {
    response.json(await models.mail(request.params.address, request.params.id, labOf(request)));
  });
}
