import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { addressKey } from '../domain/address.ts';
import type { Found, SearchFilter, SearchStore } from '../domain/search-store.ts';
import { fromRow } from './accounts.ts';
import { toDelivery } from './delivery-rows.ts';
import { toMessage } from './received.ts';
import type { Schema } from './schema.ts';
import { literally, SHORTEST, type TextIndex, wholeText } from './text-index.ts';
import { accountTexts, deliveryTexts, messageTexts } from './text-indexes.ts';
import { unindexed } from './unindexed.ts';

/** Beyond this many, found ones are not counted any more. */
const COUNTED = 1_000;
/** How many candidates of an index are looked at for whatever that index does not know. */
const WINDOW = 10_000;
/** The same where the texts themselves must be read, because no index knows one so short. */
const READ = 2_000;

/** What a search asks of one table. Of `leads`, which an index with `seq` knows, only the first may choose the rows. */
interface Wanted {
  index: TextIndex;
  time: 'createdAt' | 'receivedAt';
  leads: { columns: Record<string, string> }[];
  checks?: RawBuilder<SqlBool>[];
}

export function search(db: Kysely<Schema>): SearchStore {
  return {
    async deliveries({ to, provider, status, verdict, tag, ...filter }) {
      const wanted = [
        ...given({ toKey: to === undefined ? undefined : addressKey(to) }),
        ...given({ tag }),
        ...(status !== undefined && provider !== undefined
          ? given({ status, provider })
          : [...given({ status }), ...given({ provider })]),
        ...given({ providerVerdict: verdict }),
      ];
      const { seqs, ...found } = await find(db, filter, {
        index: deliveryTexts,
        time: 'createdAt',
        leads: wanted,
      });
      const rows =
        seqs.length === 0
          ? []
          : await db
              .selectFrom('deliveries')
              .selectAll()
              .where('seq', 'in', seqs)
              .orderBy('seq', 'desc')
              .execute();
      return { ...found, items: rows.map(toDelivery) };
    },

    async messages({ to, provider, channel, tag, after, ...filter }) {
      const key = to === undefined ? undefined : addressKey(to);
      const leads = [{ toKey: key }, { tag }, { provider }, { channel }].flatMap(given);
      const marker = sql`select seq from messages where id = ${after}`;
      const checks = after === undefined ? [] : [sql<SqlBool>`rows.seq > coalesce((${marker}), 0)`];
      const { seqs, ...found } = await find(db, filter, {
        index: messageTexts,
        time: 'receivedAt',
        leads,
        checks,
      });
      const rows =
        seqs.length === 0
          ? []
          : await db
              .selectFrom('messages')
              .selectAll()
              .where('seq', 'in', seqs)
              .orderBy('seq', 'desc')
              .execute();
      return { ...found, items: rows.map(toMessage) };
    },

    async accounts({ state, now, ...filter }) {
      const [stored, end] = [sql.ref('rows.state'), sql.ref('rows.validTo')];
      const over = sql<SqlBool>`(${stored} = 'EXPIRED' or ${end} <= ${now})`;
      const checks =
        state === undefined
          ? []
          : [state === 'EXPIRED' ? over : sql<SqlBool>`(${stored} = ${state} and ${end} > ${now})`];
      const wanted = { index: accountTexts, time: 'createdAt', leads: [], checks } as const;
      const { seqs, ...found } = await find(db, filter, { ...wanted, leads: [] });
      const rows =
        seqs.length === 0
          ? []
          : await db
              .selectFrom('accounts')
              .selectAll()
              .where('seq', 'in', seqs)
              .orderBy('seq', 'desc')
              .execute();
      return { ...found, items: rows.map(fromRow) };
    },
  };
}

function given(columns: Record<string, string | undefined>): Wanted['leads'] {
  const known = Object.entries(columns).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return known.length === 0 ? [] : [{ columns: Object.fromEntries(known) }];
}

/**
 * The rows of one page, by `seq`. Candidates come newest first from the one index that fits best, at most a window of
 * them, and whatever that index does not know is checked on them alone.
 */
async function find(
  db: Kysely<Schema>,
  filter: SearchFilter,
  { index, time, leads, checks: extra = [] }: Wanted,
): Promise<Omit<Found<never>, 'items'> & { seqs: number[] }> {
  const { since, until, before, limit, offset = 0 } = filter;
  const text = (filter.text ?? '').replaceAll('\0', '').trim();
  const isLong = [...text].length >= SHORTEST;
  const lead = isLong ? undefined : leads[0];
  const others = isLong ? leads : leads.slice(1);

  const bounds = await boundsOf(db, index.table, time, { since, until });
  if (bounds === null) return { total: 0, more: false, further: null, seqs: [] };
  const newest = Math.min(before === undefined ? Number.MAX_SAFE_INTEGER : before - 1, bounds.newest);

  const checks = [
    ...extra,
    ...others.flatMap(({ columns }) =>
      Object.entries(columns).map(([name, value]) => sql<SqlBool>`${unindexed(`rows.${name}`)} = ${value}`),
    ),
    ...(since === undefined ? [] : [sql<SqlBool>`${sql.ref(`rows.${time}`)} >= ${since}`]),
    ...(until === undefined ? [] : [sql<SqlBool>`${sql.ref(`rows.${time}`)} <= ${until}`]),
    ...(text === '' || isLong
      ? []
      : [sql<SqlBool>`instr(lower(${wholeText(index, 'rows')}), ${text.toLowerCase()}) > 0`]),
  ];
  const source = isLong
    ? sql`select rowid as seq from ${sql.table(index.name)}
        where ${sql.ref(index.name)} match ${literally(spellings(text))}
          and rowid <= ${whole(newest)} and rowid >= ${whole(bounds.oldest)} order by rowid desc`
    : sql`select seq from ${sql.table(index.table)}
        where ${sql.join([...conditions(lead), sql`seq <= ${whole(newest)}`, sql`seq >= ${whole(bounds.oldest)}`], sql` and `)}
        order by seq desc`;

  const window = text === '' || isLong ? WINDOW : READ;
  const enough = Math.max(COUNTED, offset + limit) + 1;
  const matching =
    checks.length === 0
      ? sql<{ seq: number }>`${source} limit ${enough}`
      : sql<{ seq: number }>`select rows.seq from (${source} limit ${window}) as candidates
          cross join ${sql.table(index.table)} as rows on rows.seq = candidates.seq
          where ${sql.join(checks, sql` and `)} order by candidates.seq desc limit ${enough}`;
  const { rows } = await matching.execute(db);
  const more = rows.length === enough;
  return {
    total: more ? enough - 1 : rows.length,
    more,
    further: more || checks.length === 0 ? null : await endOfWindow(db, source, window),
    seqs: rows.slice(offset, offset + limit).map(({ seq }) => seq),
  };
}

/** Numbers are bound as floating ones, which FTS5 takes for no bound at all. */
function whole(value: number): RawBuilder<number> {
  return sql<number>`cast(${value} as integer)`;
}

/** As it was typed; and of a number, its digits, for numbers are written in many ways. */
function spellings(text: string): string[] {
  const digits = /^[+\d\s()./-]+$/.test(text) ? addressKey(text) : '';
  if (digits.length < SHORTEST) return [text];
  return text.includes(digits) ? [digits] : [text, digits];
}

function conditions(lead: Wanted['leads'][number] | undefined): RawBuilder<SqlBool>[] {
  return Object.entries(lead?.columns ?? {}).map(
    ([name, value]) => sql<SqlBool>`${sql.ref(name)} = ${value}`,
  );
}

/**
 * Where in a table the rows of a time are. Rows come in the order of their times but for a few, of clocks that jumped or
 * of an import; so thousands at each end are asked. Null when no row is of that time.
 */
async function boundsOf(
  db: Kysely<Schema>,
  table: string,
  time: string,
  { since, until }: Pick<SearchFilter, 'since' | 'until'>,
): Promise<{ oldest: number; newest: number } | null> {
  if (since === undefined && until === undefined) return { oldest: 0, newest: Number.MAX_SAFE_INTEGER };
  const at = sql.ref(time);
  const inRange = sql`${at} >= ${since ?? ''} and ${at} <= ${until ?? '\uffff'}`;
  const end = async (aggregate: 'min' | 'max', order: 'asc' | 'desc') => {
    const { rows } = await sql<{ seq: number | null }>`select ${sql.raw(aggregate)}(seq) as seq
      from (select seq from ${sql.table(table)} where ${inRange} order by ${at} ${sql.raw(order)} limit ${WINDOW})`.execute(
      db,
    );
    return rows[0]?.seq ?? null;
  };
  const [oldest, newest] = [await end('min', 'asc'), await end('max', 'desc')];
  return oldest === null || newest === null ? null : { oldest, newest };
}

/** The last candidate that was looked at; null when there were no more. */
async function endOfWindow(
  db: Kysely<Schema>,
  source: RawBuilder<unknown>,
  window: number,
): Promise<number | null> {
  const { rows } = await sql<{ seq: number }>`${source} limit 2 offset ${window - 1}`.execute(db);
  return rows.length < 2 ? null : (rows[0]?.seq ?? null);
}
