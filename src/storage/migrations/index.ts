import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import { firstTables } from './0001-first-tables.ts';
import { accountLife } from './0002-account-life.ts';
import { sponsors } from './0003-sponsors.ts';
import { approvedAt } from './0004-approved-at.ts';
import { diagnosis } from './0005-diagnosis.ts';
import { passwordOffer } from './0006-password-offer.ts';
import { labTags } from './0007-lab-tags.ts';
import { search } from './0008-search.ts';
import { captures } from './0009-captures.ts';

/** One step of the schema. Written once, never changed after a release. */
export interface Migration {
  /** The file's name without its ending: a number, then what it does. */
  name: string;
  up(db: Kysely<unknown>, engine: Engine): Promise<void>;
}

/** In the order in which they are applied. */
export const migrations: Migration[] = [
  { name: '0001-first-tables', up: firstTables },
  { name: '0002-account-life', up: accountLife },
  { name: '0003-sponsors', up: sponsors },
  { name: '0004-approved-at', up: approvedAt },
  { name: '0005-diagnosis', up: diagnosis },
  { name: '0006-password-offer', up: passwordOffer },
  { name: '0007-lab-tags', up: labTags },
  { name: '0008-search', up: search },
  { name: '0009-captures', up: captures },
];
