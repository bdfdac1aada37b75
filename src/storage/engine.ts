import type { ColumnDataType, CreateTableBuilder, Dialect, RawBuilder } from 'kysely';

/** All that differs between one database engine and another. */
export interface Engine {
  /** Where the data is, for error messages. */
  location: string;
  dialect: Dialect;
  /** The type of a column of bytes. */
  blob: ColumnDataType;
  /** Whether several processes claim work at once, so that a claim must step over rows another one holds. */
  skipLocked: boolean;
  /** Adds the primary key `seq`, which the engine fills with growing numbers, never one twice. */
  addSequence<Table extends string>(
    table: CreateTableBuilder<Table, never>,
  ): CreateTableBuilder<Table, 'seq'>;
  /** A member of a column that holds a JSON object, as text; null when it is not there. */
  member(column: string, name: string): RawBuilder<string | null>;
  /** True when the error says that a unique index refused a row. */
  isUniqueViolation(error: unknown): boolean;
}
