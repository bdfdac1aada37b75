import { type RawBuilder, sql } from 'kysely';

/**
 * A text column in an expression that equals it but that no index fits. Said of a filter that matches half of all
 * rows, it keeps the planner from choosing that filter's index over the one of a filter that matches few.
 */
export function unindexed(column: string): RawBuilder<string> {
  return sql<string>`(${sql.ref(column)} || '')`;
}
