import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Which part of a table's rows is looked for by text. */
export interface TextIndex {
  /** Its own name, as that of a table. */
  name: string;
  table: string;
  /** The texts of a row, given what stands before its columns: `new` in a trigger, the table elsewhere. */
  texts(row: string): RawBuilder<unknown>[];
  /** The columns whose change makes a row be read anew. */
  changing: string[];
}

/** Between texts, so that nothing is found across two of them. */
const BETWEEN = sql`char(10)`;

/** All texts of a row as one. */
export function wholeText({ texts }: TextIndex, row: string): RawBuilder<string> {
  const parts = texts(row).map((text) => sql`coalesce(${text}, '')`);
  return sql<string>`${sql.join(parts, sql` || ${BETWEEN} || `)}`;
}

/**
 * SQLite's FTS5 with all groups of three characters as its words, so that any part of a text is found by an index.
 * Kept by triggers, so that no way of writing a row can forget it. It holds no copy of the texts.
 */
export async function createTextIndex(db: Kysely<unknown>, index: TextIndex): Promise<void> {
  const [name, table] = [sql.table(index.name), sql.table(index.table)];
  await sql`create virtual table ${name} using fts5(whole, content = '', contentless_delete = 1, tokenize = 'trigram')`.execute(
    db,
  );
  const columns = sql.join(index.changing.map((column) => sql.ref(column)));
  const changed = sql.join(
    index.changing.map((column) => sql`${sql.ref(`old.${column}`)} is not ${sql.ref(`new.${column}`)}`),
    sql` or `,
  );
  const add = sql`insert into ${name} (rowid, whole) values (new.seq, ${wholeText(index, 'new')});`;
  const drop = sql`delete from ${name} where rowid = old.seq;`;
  await sql`create trigger ${sql.ref(`${index.name}Added`)} after insert on ${table} begin ${add} end`.execute(
    db,
  );
  await sql`create trigger ${sql.ref(`${index.name}Changed`)} after update of ${columns} on ${table}
    when ${changed} begin ${drop} ${add} end`.execute(db);
  await sql`insert into ${name} (rowid, whole) select seq, ${wholeText(index, index.table)} from ${table}`.execute(
    db,
  );
}

/** Rows that are deleted one by one leave the index too. */
export async function forgetDeleted(db: Kysely<unknown>, { name, table }: TextIndex): Promise<void> {
  await sql`create trigger ${sql.ref(`${name}Removed`)} after delete on ${sql.table(table)}
    begin delete from ${sql.table(name)} where rowid = old.seq; end`.execute(db);
}

export async function emptyTextIndex(db: Kysely<Schema>, name: string): Promise<void> {
  await sql`insert into ${sql.table(name)} (${sql.ref(name)}) values ('delete-all')`.execute(db);
}

/** Shorter texts are in no group of three. */
export const SHORTEST = 3;

/** A query of FTS5 that finds each of the texts as it is written: within quotes nothing is syntax. */
export function literally(texts: string[]): string {
  return texts.map((text) => `"${text.replaceAll('"', '""')}"`).join(' OR ');
}
