import type { Request } from 'express';
import type { Account } from '../../domain/account.ts';
import { csvLine } from '../../domain/csv.ts';
import type { NoticeResult } from '../../domain/sponsor-store.ts';
import { readAccess, readContact } from '../../domain/sponsored-guest.ts';
import { createSponsored } from '../../services/sponsor-create.ts';
import { addressOf, type SponsorCall, type SponsorContext } from './context.ts';
import { keyOf, notifyOf, rulesOf, saveNotice, showCreated, showForm } from './create.ts';
import { formOf, problemTexts } from './form.ts';
import { COLUMNS, readRows } from './import-rows.ts';
import { reply, showError, wantsJson } from './show.ts';

/** Bytes of an uploaded file: far beyond what the rows of a batch need. */
export const MOST_BYTES = 1_000_000;

/** ISE: a template to fill in. */
export function importTemplate(_context: SponsorContext, { response }: SponsorCall): void {
  response.attachment('guest-accounts.csv');
  response.type('text/csv; charset=utf-8').send(csvLine(Object.values(COLUMNS)));
}

/** Turns an upload into a form: the file's text is under `file`. Bodies of other kinds pass. */
export async function readUpload(request: Request): Promise<void> {
  if (!request.is('multipart/form-data') || !Buffer.isBuffer(request.body)) return;
  const type = request.get('content-type') ?? '';
  const data = await new Response(new Uint8Array(request.body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => new FormData());
  const entries = [...data.entries()].map(
    async ([name, value]) => [name, typeof value === 'string' ? value : await textOf(value)] as const,
  );
  request.body = Object.fromEntries(await Promise.all(entries));
}

/** UTF-8, else what spreadsheets on Windows write: UTF-16 with its mark in front, or one byte a letter. */
async function textOf(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** ISE: an account for each row of a CSV file; the other rows are answered one by one. */
export async function importAccounts(context: SponsorContext, call: SponsorCall): Promise<void> {
  const form = formOf(call);
  const { texts } = context;
  if (!call.rights.create.canImportMultipleAccounts) {
    return showError(context, call, 403, texts('own_action_no_privilege'));
  }
  const { file: text = '', ...rest } = form;
  const rows = readRows(text || (form.rows ?? ''));
  const limit = call.rights.create.importBatchSizeLimit;
  const problem =
    typeof rows === 'string'
      ? texts(rows)
      : rows.length > limit
        ? texts('own_import_too_many_error', { rows: rows.length, most: limit })
        : null;
  const read = readAccess(rest, rulesOf(context, call));
  if (typeof rows === 'string' || problem !== null || read.errors.length > 0) {
    const problems = [
      ...(problem === null ? [] : [{ target: 'file', text: problem }]),
      ...problemTexts(context, read.errors),
    ];
    if (!wantsJson(call)) return showForm(context, call, 'import', rest, problems);
    call.response.status(400);
    return reply(call, { status: 'error', messages: problems.map((one) => one.text) });
  }
  const startedAt = context.clock.now().toISOString();
  const accounts: Account[] = [];
  const results: NoticeResult[] = [];
  const key = keyOf(context, rest, text);
  for (const [index, row] of rows.entries()) {
    const { fields, errors } = readContact(row.fields, context.portal.emulator.usernamePolicy.basedOn);
    const name = texts('own_import_row', { row: row.number });
    if (errors.length > 0 || row.tooLong) {
      const why = row.tooLong
        ? [texts('own_import_row_too_long_error')]
        : problemTexts(context, errors).map((one) => one.text);
      results.push({ accountId: null, name, done: false, problem: why.join(' ') });
      continue;
    }
    const made = await createSponsored(
      context,
      call.rights,
      { creation: 'imported', fields, access: read.access, notify: notifyOf(call), key: `${key} ${index}` },
      addressOf(call),
    );
    if ('taken' in made) {
      const field = made.taken === 'phone' ? 'ui_phone_number' : 'ui_first_name';
      const why = problemTexts(context, [{ field, problem: 'taken' }]).map((one) => one.text);
      results.push({ accountId: null, name, done: false, problem: why.join(' ') });
      continue;
    }
    accounts.push(made.account);
    results.push({ accountId: made.account.id, name: made.account.username, done: true, problem: '' });
  }
  await saveNotice(context, call, { action: 'import', startedAt, results });
  showCreated(context, call, 'import', { accounts, failed: results.filter(({ done }) => !done) });
}
