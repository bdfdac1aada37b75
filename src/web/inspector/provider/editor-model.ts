import { hideSecrets } from '../../../domain/hide-secrets.ts';
import { MASK } from '../../../domain/mask.ts';
import type { Provider } from '../../../domain/provider.ts';
import {
  type BookReading,
  isEnvReference,
  type JsonRow,
  type RowMistake,
} from '../../../domain/provider-book.ts';
import { texts } from '../texts.ts';
import { fieldsOf, type RowType } from './fields.ts';
import { type FormValues, formOf, memberOf, rowOf, typeOf } from './form.ts';
import type { PreviewModel } from './preview-model.ts';
import type { TestMessage } from './test-message.ts';
import type { Comparison, Outcome } from './tries.ts';

/** A row that is being edited: what it was made of, and what has been typed over it. */
export interface Draft {
  /** The row in the file; null for a new one. */
  name: string | null;
  /** The row whose hidden credentials are meant; of a copy, the one copied. */
  like: string | null;
  stored: JsonRow;
  row: JsonRow;
  /** As typed, to be shown again. */
  values: FormValues;
  version: string;
  test: TestMessage;
}

/** The page of one provider. */
export interface EditorModel {
  name: string | null;
  like: string | null;
  type: RowType;
  version: string;
  values: FormValues;
  fields: ReturnType<typeof fieldsOf>;
  /** What stands behind the empty password field. */
  password: { kind: 'none' | 'stored' } | { kind: 'environment'; name: string };
  book: Pick<BookReading, 'file' | 'readOnly' | 'problem'>;
  /** By field, a sentence each: what is wrong, with the value and what is allowed. */
  mistakes: Record<string, string>;
  /** Why it was not saved, or that it was. */
  notice: { tone: 'good' | 'bad'; text: string } | null;
  test: TestMessage;
  /** The emulator's settings that a real sender showed to be as they are here. */
  observed: string[];
  /** Null while the fields describe no provider. */
  preview: PreviewModel | null;
  sent: (Outcome & { link: string; problem: string | null; remedy: string | null }) | null;
  comparison: Comparison | null;
}

export type Looked = { provider: Provider } | { mistakes: RowMistake[] };

/** A row opened for editing, before anything has been typed. */
export function openDraft(
  from: { name: string | null; like: string | null; stored: JsonRow },
  { version, test }: Pick<Draft, 'version' | 'test'>,
): Draft {
  return { ...from, row: from.stored, values: formOf(from.stored), version, test };
}

/** A row that stands in no file yet: nothing of it is hidden, for nothing of it is stored. */
export function newDraft(row: JsonRow, { version, test }: Pick<Draft, 'version' | 'test'>): Draft {
  return { name: null, like: null, stored: {}, row, values: formOf(row, { hide: false }), version, test };
}

/** A row with what was typed over it. */
export function typedDraft(
  from: { name: string | null; like: string | null; stored: JsonRow },
  { values, version, test }: Pick<Draft, 'values' | 'version' | 'test'>,
): Draft {
  return { ...from, row: rowOf(values, from.stored), values, version, test };
}

export function draftModel(draft: Draft, reading: BookReading, looked: Looked): EditorModel {
  const { name, like, values, version, test, row, stored } = draft;
  const { file, readOnly, problem } = reading;
  const type = typeOf(row);
  const password = memberOf(stored, 'httpsPassword');
  return {
    name,
    like,
    type,
    version,
    values,
    fields: fieldsOf(type),
    password: isEnvReference(password)
      ? { kind: 'environment', name: password.env }
      : { kind: typeof password === 'string' && password !== '' ? 'stored' : 'none' },
    book: { file, readOnly, problem },
    mistakes: 'mistakes' in looked ? sentencesOf(looked.mistakes) : {},
    notice: null,
    test,
    observed: [],
    preview: null,
    sent: null,
    comparison: null,
  };
}

export function sentencesOf(mistakes: RowMistake[]): Record<string, string> {
  return Object.fromEntries(
    mistakes.map(({ field, value, allowed }) => {
      const isMissing = value === undefined || value === '';
      const key = isMissing ? 'inspector_gateway_missing' : 'inspector_gateway_mistake';
      // A credential is not repeated.
      const plain = typeof value === 'string' ? hideSecrets(value) : value;
      const isSecret = /password/i.test(field) && !isEnvReference(value);
      const shown = isSecret ? MASK : isMissing ? '' : JSON.stringify(plain);
      return [field, texts(key, { value: shown.length > 200 ? `${shown.slice(0, 200)}…` : shown, allowed })];
    }),
  );
}
