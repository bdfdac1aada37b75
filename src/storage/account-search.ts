import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { Account } from '../domain/account.ts';
import type { AccountSearch, AccountSort } from '../domain/sponsor-store.ts';
import { SPONSORED_FIELDS } from '../domain/sponsored-guest.ts';
import { fromRow } from './accounts.ts';
import type { Engine } from './engine.ts';
import type { Schema } from './schema.ts';

type Builder = ExpressionBuilder<Schema, 'accounts'>;

/** Which field a column of the list shows, for those that are no columns of the table. */
const SORTED_FIELD: Partial<Record<AccountSort, string>> = {
  firstName: 'ui_first_name',
  lastName: 'ui_last_name',
  email: 'ui_email_address',
};

export async function searchAccounts(
  db: Kysely<Schema>,
  engine: Engine,
  filter: AccountSearch,
): Promise<{ total: number; items: Account[] }> {
  const matching = db.selectFrom('accounts').where((eb) => eb.and(conditions(eb, engine, filter)));
  const { order } = filter;
  const rows = await matching
    .selectAll()
    .orderBy(sortKey(engine, filter), order)
    .orderBy('seq', order)
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  const count = await matching.select((eb) => eb.fn.countAll().as('total')).executeTakeFirst();
  return { total: Number(count?.total ?? 0), items: rows.map(fromRow) };
}

function conditions(eb: Builder, engine: Engine, { text, states = [], owners, now }: AccountSearch) {
  // What the portal remembers of an internal user is nobody's guest.
  const all: Expression<SqlBool>[] = [eb('creation', '!=', 'employee')];
  if (text !== undefined && text !== '') {
    // What a person types is no pattern.
    const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    const like = (value: Expression<unknown>) => sql<SqlBool>`lower(${value}) like ${pattern} escape '\\'`;
    all.push(
      eb.or([
        like(eb.ref('username')),
        like(eb.ref('sponsorUserName')),
        like(eb.ref('groupTag')),
        ...SPONSORED_FIELDS.map((name) => like(engine.member('fields', name))),
      ]),
    );
  }
  if (states.length > 0) {
    all.push(
      eb.or(
        states.map((state) =>
          state === 'EXPIRED'
            ? eb.or([eb('state', '=', state), eb('validTo', '<=', now)])
            : eb.and([eb('state', '=', state), eb('validTo', '>', now)]),
        ),
      ),
    );
  }
  if (owners !== undefined) {
    const visited = sql<string>`lower(trim(${engine.member('fields', 'ui_person_visited')}))`;
    all.push(
      eb.or([
        eb(sql<string>`lower(${eb.ref('sponsorUserName')})`, 'in', owners.sponsors),
        eb.and([eb('sponsorUserName', 'is', null), eb(visited, 'in', owners.visited)]),
      ]),
    );
  }
  return all;
}

function sortKey(engine: Engine, { sort, now }: AccountSearch) {
  const field = SORTED_FIELD[sort];
  if (field !== undefined) return sql`lower(coalesce(${engine.member('fields', field)}, ''))`;
  if (sort === 'username') return sql`${sql.ref('usernameKey')}`;
  if (sort === 'sponsor') return sql`lower(coalesce(${sql.ref('sponsorUserName')}, ''))`;
  if (sort === 'state') {
    return sql`case when ${sql.ref('validTo')} <= ${now} then 'EXPIRED' else ${sql.ref('state')} end`;
  }
  return sql`${sql.ref(sort)}`;
}
