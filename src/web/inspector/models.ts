import { AppError } from '../../domain/errors.ts';
import type { ReceivedMessage } from '../../domain/stores.ts';
import {
  type AccountQuery,
  type DeliveryQuery,
  findAccounts,
  findDeliveries,
  findMessages,
  type MessageQuery,
} from './find.ts';
import { DEFAULT_LIMIT, paged } from './paging.ts';
import type { InspectorParts } from './parts.ts';
import { presentAccount, presentAccountInFull } from './present-account.ts';
import { carries, presentDelivery, presentDeliveryInFull } from './present-delivery.ts';
import { presentEntry, presentSession } from './present-life.ts';
import { presentMessage, presentMessageInFull } from './present-message.ts';
import { presentRequest, presentRequestSummary } from './present-request.ts';
import type { Query } from './read-query.ts';
import { texts } from './texts.ts';

/** How many of the same recipient are looked through for the other end of a delivery or of a message. */
const NEIGHBOURS = 50;
/** How many of each kind a search over all shows. */
const FIRST = 10;

export type Models = ReturnType<typeof createModels>;

/**
 * What the inspector knows, ready to be shown: each function gives the model that the page renders and the API
 * returns. `base` is the address of the lab in links. An id may be `latest`. Unknown ids throw `not-found`.
 */
export function createModels(parts: InspectorParts) {
  const { deliveries, received, accounts, inbox, clock } = parts;
  const secrets = () => parts.secrets?.() ?? [];

  function summary(message: ReceivedMessage, base: string) {
    return presentMessage(message, inbox.credentialsOf(message), base);
  }

  async function deliveryOf(message: ReceivedMessage): Promise<string | null> {
    const { items } = await deliveries.list({ to: message.to, limit: NEIGHBOURS });
    for (const { id } of items) {
      const found = await deliveries.find(id);
      if (found && carries(message, found)) return id;
    }
    return null;
  }

  async function findMessage(id: string): Promise<ReceivedMessage> {
    const wanted = id === 'latest' ? await received.latestMessage() : id;
    return (wanted === null ? null : await received.findMessage(wanted)) ?? missing('message', id);
  }

  async function findDelivery(id: string) {
    const wanted = id === 'latest' ? await deliveries.latest() : id;
    return (wanted === null ? null : await deliveries.find(wanted)) ?? missing('delivery', id);
  }

  async function findRequest(id: string) {
    const wanted = id === 'latest' ? ((await received.listRequests({ limit: 1 })).items[0]?.id ?? null) : id;
    return (wanted === null ? null : await received.findRequest(wanted)) ?? missing('request', id);
  }

  return {
    findDelivery,
    findMessage,
    findRequest,
    secrets,

    async deliveries(query: DeliveryQuery, base: string) {
      const { limit = DEFAULT_LIMIT, offset = 0, ...filter } = query;
      const found = await findDeliveries(parts, query);
      const items = found.items.map((delivery) => presentDelivery(delivery, base));
      return paged({ ...found, items }, { limit, offset }, `${base}/deliveries`, filter);
    },

    async delivery(id: string, base: string) {
      const found = await findDelivery(id);
      const { items } = await received.listMessages({ to: found.delivery.to, limit: NEIGHBOURS });
      return presentDeliveryInFull(found, items, base);
    },

    async messages(query: MessageQuery, base: string) {
      const { limit = DEFAULT_LIMIT, offset = 0, ...filter } = query;
      const found = await findMessages(parts, query);
      const items = found.items.map((message) => summary(message, base));
      return paged({ ...found, items }, { limit, offset }, `${base}/messages`, filter);
    },

    async message(id: string, base: string) {
      const message = await findMessage(id);
      return presentMessageInFull({
        summary: summary(message, base),
        request: await received.findRequest(message.requestId),
        deliveryId: await deliveryOf(message),
        secrets: secrets(),
        base,
      });
    },

    async requests({ limit = DEFAULT_LIMIT, offset = 0 }: Partial<Query<'limit' | 'offset'>>, base: string) {
      const { total, items } = await received.listRequests({ limit, offset });
      const known = secrets();
      const rows = { total, items: items.map((request) => presentRequestSummary(request, known, base)) };
      return paged(rows, { limit, offset }, `${base}/requests`);
    },

    async request(id: string, base: string) {
      return presentRequest(await findRequest(id), secrets(), base);
    },

    async accounts(query: AccountQuery, base: string) {
      const { limit = DEFAULT_LIMIT, offset = 0, ...filter } = query;
      const found = await findAccounts(parts, query);
      const items = found.items.map((account) => presentAccount(account, base, clock.now()));
      return paged({ ...found, items }, { limit, offset }, `${base}/accounts`, filter);
    },

    /** The first of each that has the text. */
    async search({ q, limit = FIRST }: Partial<Query<'q' | 'limit'>>, base: string) {
      const query = { q: q ?? '', limit };
      const [deliveries, messages, accounts] = await Promise.all([
        this.deliveries(query, base),
        this.messages(query, base),
        this.accounts(query, base),
      ]);
      return { q: q ?? '', deliveries, messages, accounts };
    },

    async account(id: string, base: string) {
      const account = (await accounts.find(id)) ?? missing('account', id);
      const about = { accountId: account.id, limit: NEIGHBOURS };
      const [sent, life, sessions, devices] = await Promise.all([
        deliveries.list(about),
        parts.audit.list(about),
        parts.networkSessions.list(about),
        parts.devices.listByAccount(account.id),
      ]);
      return {
        ...presentAccountInFull(account, base, clock.now()),
        deliveries: sent.items.map((delivery) => presentDelivery(delivery, base)),
        life: life.items.map((entry) => presentEntry(entry, base)),
        sessions: sessions.items.map((session) => presentSession(session, base)),
        devices,
      };
    },

    /** What is left of an account that is not there any more; null when there never was one. */
    async accountGone(id: string, base: string) {
      const about = { accountId: id, limit: NEIGHBOURS };
      const [life, sent] = await Promise.all([parts.audit.list(about), deliveries.list(about)]);
      const [last] = life.items;
      if (last === undefined || (await accounts.find(id)) !== null) return null;
      return {
        username: last.username,
        life: life.items.map((entry) => presentEntry(entry, base)),
        deliveries: sent.items.map((delivery) => presentDelivery(delivery, base)),
      };
    },

    async history({ limit = DEFAULT_LIMIT, offset = 0 }: Partial<Query<'limit' | 'offset'>>, base: string) {
      const { total, items } = await parts.audit.list({ limit, offset });
      const rows = { total, items: items.map((entry) => presentEntry(entry, base)) };
      return paged(rows, { limit, offset }, `${base}/history`);
    },

    async sessions({ limit = DEFAULT_LIMIT, offset = 0 }: Partial<Query<'limit' | 'offset'>>, base: string) {
      const { total, items } = await parts.networkSessions.list({ limit, offset });
      const rows = { total, items: items.map((session) => presentSession(session, base)) };
      return paged(rows, { limit, offset }, `${base}/sessions`);
    },

    async overview(base: string) {
      const [counts, sent, got] = await Promise.all([
        deliveries.counts(),
        this.deliveries({ limit: 20 }, base),
        this.messages({ limit: 10 }, base),
      ]);
      const origin = (await parts.archives?.origin()) ?? null;
      return { info: parts.info(), counts, deliveries: sent, messages: got, origin };
    },
  };
}

function missing(what: 'message' | 'delivery' | 'request' | 'account', id: string): never {
  const text =
    id === 'latest'
      ? texts(`inspector_no_latest_${what}_error`)
      : texts(`inspector_no_${what}_error`, { id });
  throw new AppError('not-found', text);
}
