import { type Kysely, type Selectable, sql } from 'kysely';
import { addressKey } from '../domain/address.ts';
import type { ReceivedMessage, ReceivedRequest, ReceivedStore } from '../domain/stores.ts';
import { listRecipients, noteRecipient } from './recipients.ts';
import type { MessagesTable, RequestsTable, Schema } from './schema.ts';
import { addToTallies, readTally } from './tallies.ts';
import { unindexed } from './unindexed.ts';

const NO_BYTES = new Uint8Array(0);

export function received(db: Kysely<Schema>): ReceivedStore {
  return {
    async saveRequest({ secure, ...columns }) {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('requests')
          .values({ ...columns, secure: secure ? 1 : 0 })
          .execute();
        await addToTallies(transaction, [{ entity: 'requests', amount: 1 }]);
      });
    },

    async updateRequest(id, { raw, simulator, status, response, refusal, fault }) {
      await db
        .updateTable('requests')
        .set({ raw, simulator, status, response, refusal, fault })
        .where('id', '=', id)
        .execute();
    },

    async findRequest(id) {
      const row = await db.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toRequest(row);
    },

    async listRequests({ limit, offset = 0 }) {
      const rows = await db
        .selectFrom('requests')
        .select(['seq', 'id', 'protocol', 'receivedAt', 'remoteAddress', 'secure'])
        .select(['simulator', 'status', 'refusal', 'fault'])
        .where('seq', 'in', (eb) =>
          eb.selectFrom('requests').select('seq').orderBy('seq', 'desc').limit(limit).offset(offset),
        )
        .orderBy('seq', 'desc')
        .execute();
      return {
        total: await readTally(db, { entity: 'requests' }),
        items: rows.map((row) => toRequest({ ...row, raw: NO_BYTES, response: NO_BYTES })),
      };
    },

    async saveMessage(message) {
      await db.transaction().execute(async (transaction) => {
        const toKey = addressKey(message.to);
        const { seq } = await transaction
          .insertInto('messages')
          .values({ tag: null, ...message, toKey })
          .returning('seq')
          .executeTakeFirstOrThrow();
        await noteRecipient(transaction, { channel: message.channel, toKey, seq });
        await addToTallies(transaction, [{ entity: 'messages', state: message.channel, amount: 1 }]);
      });
    },

    async findMessage(id) {
      const row = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toMessage(row);
    },

    async latestMessage() {
      const row = await db
        .selectFrom('messages')
        .select('id')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.id ?? null;
    },

    async messagesOf(requestId) {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('requestId', '=', requestId)
        .orderBy('seq')
        .execute();
      return rows.map(toMessage);
    },

    async tagMessages(providerMessageId, tag) {
      const rows = await db
        .updateTable('messages')
        .set({ tag })
        .where('providerMessageId', '=', providerMessageId)
        .where(unindexed('tag'), 'is', null)
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },

    async listRecipients(page) {
      const { total, rows } = await listRecipients(db, page);
      if (rows.length === 0) return { total, items: [] };
      const last = await db
        .selectFrom('messages')
        .selectAll()
        .where(
          'seq',
          'in',
          rows.map(({ seq }) => seq),
        )
        .execute();
      const messages = new Map(last.map((row) => [row.seq, toMessage(row)]));
      const items = rows.flatMap(({ key, amount, seq }) => {
        const message = messages.get(seq);
        return message === undefined ? [] : [{ key, amount, last: message }];
      });
      return { total, items };
    },

    async listMessages(filter) {
      const matching = matchingMessages(db, filter);
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where(
          'seq',
          'in',
          matching
            .select('seq')
            .orderBy('seq', 'desc')
            .limit(filter.limit)
            .offset(filter.offset ?? 0),
        )
        .orderBy('seq', 'desc')
        .execute();
      return { total: await countMessages(db, filter, matching), items: rows.map(toMessage) };
    },
  };
}

type MessageFilter = Parameters<ReceivedStore['listMessages']>[0];

function matchingMessages(db: Kysely<Schema>, { to, channel, tag, after }: MessageFilter) {
  let query = db.selectFrom('messages');
  if (to !== undefined) query = query.where('toKey', '=', addressKey(to));
  if (channel !== undefined) {
    const leads = to === undefined && tag === undefined;
    query = query.where(leads ? sql.ref('channel') : unindexed('channel'), '=', channel);
  }
  if (tag !== undefined) {
    query = query.where(to === undefined ? sql.ref('tag') : unindexed('tag'), '=', tag);
  }
  if (after !== undefined) {
    // A message that is not there any more, because of a reset, is older than all that are.
    query = query.where('seq', '>', (eb) =>
      eb.fn.coalesce(
        eb.selectFrom('messages as marker').select('marker.seq').where('marker.id', '=', after),
        eb.lit(0),
      ),
    );
  }
  return query;
}

async function countMessages(
  db: Kysely<Schema>,
  { to, channel, tag, after }: MessageFilter,
  matching: ReturnType<typeof matchingMessages>,
): Promise<number> {
  if (to === undefined && tag === undefined && after === undefined) {
    return readTally(db, { entity: 'messages', ...(channel !== undefined && { state: channel }) });
  }
  const row = await matching.select((eb) => eb.fn.countAll().as('total')).executeTakeFirst();
  return Number(row?.total ?? 0);
}

function toRequest({ seq: _seq, secure, ...columns }: Selectable<RequestsTable>): ReceivedRequest {
  return { ...columns, secure: secure === 1 };
}

export function toMessage({
  seq: _seq,
  toKey: _toKey,
  ...columns
}: Selectable<MessagesTable>): ReceivedMessage {
  return columns;
}
