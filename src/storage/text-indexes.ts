import { type RawBuilder, sql } from 'kysely';
import type { TextIndex } from './text-index.ts';

/*
 * What is found by text. Triggers of 0008-search are made of this: another set of texts needs a migration that makes
 * them anew.
 */

const member = (column: RawBuilder<unknown>, path: string) => sql`json_extract(${column}, ${sql.lit(path)})`;

/** A phone number by its digits, however it was typed. */
function digits(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return [' ', '-', '(', ')', '.', '/', '+'].reduce<RawBuilder<unknown>>(
    (rest, sign) => sql`replace(${rest}, ${sql.lit(sign)}, '')`,
    text,
  );
}

const fullName = (fields: RawBuilder<unknown>) =>
  sql`coalesce(${member(fields, '$.ui_first_name')}, '') || ' ' || coalesce(${member(fields, '$.ui_last_name')}, '')`;

export const deliveryTexts: TextIndex = {
  name: 'deliveryTexts',
  table: 'deliveries',
  changing: ['channel', 'reason', 'diagnosis'],
  texts(row) {
    const column = (name: string) => sql.ref(`${row}.${name}`);
    const guest = (value: RawBuilder<unknown>) =>
      sql`(select ${value} from accounts as guest where guest.id = ${column('accountId')})`;
    return [
      ...['to', 'toKey', 'provider', 'channel', 'reason', 'tag'].map(column),
      member(column('message'), '$.subject'),
      member(column('message'), '$.text'),
      guest(sql.ref('guest.username')),
      guest(fullName(sql.ref('guest.fields'))),
      // By the name of a rule, or by the value that was guilty.
      sql`(select group_concat(json_extract(value, '$.rule') || ' ' || json_extract(value, '$.problem'), char(10))
        from json_each(${column('diagnosis')}))`,
    ];
  },
};

export const messageTexts: TextIndex = {
  name: 'messageTexts',
  table: 'messages',
  changing: ['tag'],
  texts(row) {
    const column = (name: string) => sql.ref(`${row}.${name}`);
    return [
      ...['to', 'toKey', 'from', 'provider', 'providerMessageId', 'tag', 'subject', 'text'].map(column),
      // Of a mail that has both, they say the same.
      sql`case when trim(${column('text')}) = '' then ${column('html')} end`,
    ];
  },
};

export const accountTexts: TextIndex = {
  name: 'accountTexts',
  table: 'accounts',
  changing: ['username', 'fields', 'guestType', 'groupTag', 'sponsorUserName', 'reasonForState', 'tag'],
  texts(row) {
    const column = (name: string) => sql.ref(`${row}.${name}`);
    const fields = column('fields');
    return [
      ...['username', 'guestType', 'groupTag', 'sponsorUserName', 'reasonForState', 'tag'].map(column),
      fullName(fields),
      digits(member(fields, '$.ui_phone_number')),
      sql`(select group_concat(value, char(10)) from json_each(${fields}))`,
    ];
  },
};

export const TEXT_INDEXES = [deliveryTexts, messageTexts, accountTexts];
