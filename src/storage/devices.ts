import type { Kysely } from 'kysely';
import type { DeviceStore } from '../domain/stores.ts';
import type { Schema } from './schema.ts';

/** More than any guest type allows. */
const MOST = 1_000;

export function devices(db: Kysely<Schema>): DeviceStore {
  return {
    async save(device) {
      const { mac: _, ...rest } = device;
      await db.transaction().execute(async (transaction) => {
        const kept = await transaction
          .updateTable('devices')
          .set(rest)
          .where('mac', '=', device.mac)
          .where('accountId', '=', device.accountId)
          .executeTakeFirst();
        if (kept.numUpdatedRows > 0n) return;
        // Written anew under another account, so that it is the newest there.
        await transaction.deleteFrom('devices').where('mac', '=', device.mac).execute();
        await transaction.insertInto('devices').values(device).execute();
      });
    },

    async find(mac) {
      const row = await db.selectFrom('devices').selectAll().where('mac', '=', mac).executeTakeFirst();
      if (row === undefined) return null;
      const { seq: _seq, ...device } = row;
      return device;
    },

    async remove(accountId, mac) {
      const result = await db
        .deleteFrom('devices')
        .where('mac', '=', mac)
        .where('accountId', '=', accountId)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },

    async listByAccount(accountId) {
      const rows = await db
        .selectFrom('devices')
        .selectAll()
        .where('accountId', '=', accountId)
        .orderBy('seq')
        .limit(MOST)
        .execute();
      return rows.map(({ seq: _seq, ...device }) => device);
    },
  };
}
