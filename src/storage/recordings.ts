import type { Kysely } from 'kysely';
import type { RecordingStore } from '../domain/recording.ts';
import type { Schema } from './schema.ts';

export function recordings(db: Kysely<Schema>): RecordingStore {
  return {
    async save(recording) {
      await db
        .insertInto('recordings')
        .values({ id: recording.id, host: recording.host, recording: JSON.stringify(recording) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    async list({ host, limit }) {
      let query = db.selectFrom('recordings').select('recording').orderBy('seq', 'desc').limit(limit);
      if (host !== undefined) query = query.where('host', '=', host);
      return (await query.execute()).map(({ recording }) => JSON.parse(recording));
    },

    async find(id) {
      const row = await db
        .selectFrom('recordings')
        .select('recording')
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : JSON.parse(row.recording);
    },
  };
}
