import { parse } from 'csv-parse/sync';
import { withoutGuard } from '../../domain/csv.ts';
import type { SPONSORED_FIELDS } from '../../domain/sponsored-guest.ts';

/** The heads of the columns, as the template has them. A file may have them in any order, and leave some out. */
export const COLUMNS: Record<(typeof SPONSORED_FIELDS)[number], string> = {
  ui_first_name: 'First Name',
  ui_last_name: 'Last Name',
  ui_email_address: 'Email Address',
  ui_phone_number: 'Phone Number',
  ui_company: 'Company',
  ui_person_visited: 'Person Being Visited',
  ui_reason_visit: 'Reason for Visit',
};

export interface ImportRow {
  /** As a spreadsheet counts: empty rows too, and a value of two lines once. */
  number: number;
  /** Under the names of the fields. */
  fields: Record<string, string>;
  /** Has values behind the last column: the others may stand in the wrong ones. */
  tooLong: boolean;
}

/** The rows of a file, or the key of the text that says what is wrong with all of it. */
export function readRows(text: string): ImportRow[] | string {
  if (text.trim() === '') return 'own_import_empty_error';
  let lines: string[][];
  try {
    lines = parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      relax_column_count: true,
      // One bad quotation mark is no reason to refuse every row.
      relax_quotes: true,
      skip_empty_lines: false,
    });
  } catch {
    return 'own_import_unreadable_error';
  }
  const numbered = lines
    .map((values, index) => ({ values, number: index + 1 }))
    .filter(({ values }) => values.some((value) => value.trim() !== ''));
  const [heads, ...rows] = numbered;
  const names = (heads?.values ?? []).map(fieldOf);
  if (names.every((name) => name === undefined)) return 'own_import_heads_error';
  if (rows.length === 0) return 'own_import_empty_error';
  return rows.map(({ values, number }) => ({
    number,
    fields: Object.fromEntries(
      names.flatMap((name, index) => (name === undefined ? [] : [[name, withoutGuard(values[index] ?? '')]])),
    ),
    tooLong: values.slice(names.length).some((value) => value.trim() !== ''),
  }));
}

/** What stands between the heads stands between the values; the other two may occur in them. */
function separatorOf(text: string): string {
  const heads = text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  const count = (separator: string) => heads.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function fieldOf(head: string) {
  const plain = (words: string) => words.replace(/[^a-z]/gi, '').toLowerCase();
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  return names.find((name) => plain(COLUMNS[name]) === plain(head));
}
