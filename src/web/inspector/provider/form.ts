import { hideSecrets, restoreSecrets } from '../../../domain/hide-secrets.ts';
import { isEnvReference, type JsonRow } from '../../../domain/provider-book.ts';
import { type FieldSpec, fieldsOf, type RowType } from './fields.ts';

/** What stands in the fields of the page, by the names of their inputs. Stored secrets are not in it. */
export type FormValues = Record<string, string>;

/** The box beside the password that takes the stored one away. */
export const FORGET = 'forgetPassword';

/** A reference to the environment, written as the file has it. */
const REFERENCE = /^\s*\{\s*"env"\s*:\s*"([^"\\]+)"\s*\}\s*$/;

export function typeOf(row: JsonRow): RowType {
  return row.type === 'smtp' ? 'smtp' : 'http';
}

/** A row as the page shows it: credentials hidden, references to the environment as they are written. */
export function formOf(row: JsonRow, { hide } = { hide: true }): FormValues {
  const { own, emulator } = fieldsOf(typeOf(row));
  const values: FormValues = { type: typeOf(row), name: textOf(row.name) };
  for (const field of [...own, ...emulator]) {
    const value = memberOf(row, field.name);
    const isHidden = hide && field.kind === 'password';
    values[field.name] = isHidden ? '' : shown(value ?? field.fallback, { secret: hide && field.secret });
  }
  return values;
}

/**
 * The row that the page's fields describe. `stored` is the row that the page was made of: what it has and the page does
 * not show (passwords, hidden credentials) is taken from it, and so is the way a member is written that is the same.
 */
export function rowOf(posted: FormValues, stored: JsonRow): JsonRow {
  const type: RowType = posted.type === 'smtp' ? 'smtp' : 'http';
  const { own, emulator } = fieldsOf(type);
  const row: JsonRow = { ...stored, name: (posted.name ?? '').trim(), type };
  for (const field of own) put(row, field.name, fieldValue(posted, field, stored), field);
  const inner: JsonRow = { ...(isObject(stored.emulator) ? stored.emulator : {}) };
  for (const field of emulator) {
    put(inner, field.name.replace('emulator.', ''), fieldValue(posted, field, stored), field);
  }
  if (Object.keys(inner).length > 0 || 'emulator' in stored) row.emulator = inner;
  return row;
}

/** A member at its default is left out unless the row has it; one without a value is no member. */
function put(row: JsonRow, name: string, value: unknown, field: FieldSpec): void {
  if (value === null) delete row[name];
  else if (name in row || value !== field.fallback || field.name === 'url' || field.name === 'providerDomain')
    row[name] = value;
}

function fieldValue(posted: FormValues, field: FieldSpec, stored: JsonRow): unknown {
  const old = memberOf(stored, field.name);
  const text = (posted[field.name] ?? '').replace(/\r\n?/g, '\n');
  switch (field.kind) {
    case 'flag':
      // A browser posts "on" or nothing; a program what the JSON of the page says.
      return text !== '' && text !== 'false';
    case 'number':
      return numberOf(text.trim(), old, field);
    case 'choice':
      return text === '' ? null : field.values?.includes('true') ? text === 'true' : text;
    case 'password':
      if (text !== '') return referenceOr(text);
      return posted[FORGET] === undefined ? (old ?? field.fallback) : field.fallback;
    default:
      return lineOf(text, old, field);
  }
}

function numberOf(text: string, old: unknown, field: FieldSpec): unknown {
  if (text === '') return field.fallback;
  // "25" stays "25", as ERS writes it.
  if (old !== undefined && String(old) === text) return old;
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function lineOf(typed: string, old: unknown, field: FieldSpec): unknown {
  // A URL has room for several lines on the page, and none in the request.
  const text = field.name === 'url' ? typed.replaceAll('\n', '') : typed;
  if (old !== undefined && shown(old, field).replace(/\r\n?/g, '\n') === typed) return old;
  if (field.secret !== true) return text.trim();
  const value = referenceOr(text);
  return typeof value === 'string' && typeof old === 'string' ? restoreSecrets(value, old) : value;
}

function referenceOr(text: string): unknown {
  const [, name] = REFERENCE.exec(text) ?? [];
  return name === undefined ? text : { env: name };
}

function shown(value: unknown, { secret }: { secret?: boolean | undefined }): string {
  if (isEnvReference(value)) return `{"env": ${JSON.stringify(value.env)}}`;
  return secret ? hideSecrets(textOf(value)) : textOf(value);
}

function textOf(value: unknown): string {
  return value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}

export function memberOf(row: JsonRow, name: string): unknown {
  const [first = '', second] = name.split('.');
  const value = row[first];
  return second === undefined ? value : isObject(value) ? value[second] : undefined;
}

function isObject(value: unknown): value is JsonRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
