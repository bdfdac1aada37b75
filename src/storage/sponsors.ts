import type { Kysely, Selectable } from 'kysely';
import type { Notice, SponsorStore } from '../domain/sponsor-store.ts';
import { searchAccounts } from './account-search.ts';
import type { Engine } from './engine.ts';
import { isLinkUsed } from './links.ts';
import type { NoticesTable, Schema } from './schema.ts';

export function sponsors(db: Kysely<Schema>, engine: Engine): SponsorStore {
  const ofSponsor = (sponsor: string) =>
    db.selectFrom('notices').where('sponsor', '=', sponsor.toLowerCase());
  return {
    searchAccounts: (filter) => searchAccounts(db, engine, filter),

    isLinkUsed: (id) => isLinkUsed(db, id),

    async saveNotice({ results, ...notice }) {
      await db
        .insertInto('notices')
        .values({ ...notice, sponsor: notice.sponsor.toLowerCase(), results: JSON.stringify(results) })
        .execute();
    },

    async listNotices({ sponsor, limit, offset = 0 }) {
      const rows = await ofSponsor(sponsor)
        .selectAll()
        .orderBy('seq', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      const count = await ofSponsor(sponsor)
        .select((eb) => eb.fn.countAll().as('total'))
        .executeTakeFirst();
      return { total: Number(count?.total ?? 0), items: rows.map(toNotice) };
    },

    async findNotice(sponsor, id) {
      const row = await ofSponsor(sponsor).selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toNotice(row);
    },

    async removeNotice(sponsor, id) {
      const result = await db
        .deleteFrom('notices')
        .where('id', '=', id)
        .where('sponsor', '=', sponsor.toLowerCase())
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}

function toNotice({ seq: _seq, results, ...notice }: Selectable<NoticesTable>): Notice {
  return { ...notice, results: JSON.parse(results) };
}
