import { csvLine } from '../../domain/csv.ts';
import { maySee } from '../../domain/sponsor-group.ts';
import { noteHandedOut } from '../../services/note-handed-out.ts';
import { selectedIds } from './actions.ts';
import { addressOf, type SponsorCall, type SponsorContext } from './context.ts';
import { presentAccount } from './present-account.ts';
import { showError } from './show.ts';

/** The selected accounts as a file for a spreadsheet, in which nothing a guest typed is a formula. */
export async function exportAccounts(context: SponsorContext, call: SponsorCall): Promise<void> {
  const { texts } = context;
  const found = await Promise.all(selectedIds(call).map((id) => context.accounts.find(id)));
  const taken = found.filter((account) => account !== null).filter((account) => maySee(call.rights, account));
  const rows = taken.map((account) => presentAccount(context, call, account));
  await noteHandedOut(context, taken, {
    action: 'export',
    name: call.rights.sponsor.username,
    address: addressOf(call),
  });
  if (rows.length === 0) return showError(context, call, 400, texts('own_nothing_selected_error'));
  const heads = [
    texts('ui_column_user_name_header'),
    texts('ui_column_password_header'),
    texts('ui_column_account_state_header'),
    texts('ui_column_first_name_header'),
    texts('ui_column_last_name_header'),
    texts('ui_column_email_address_header'),
    texts('ui_column_phone_number_header'),
    texts('ui_column_company_header'),
    texts('ui_column_guest_type_header'),
    texts('ui_column_sponsor_header'),
    texts('ui_column_expiration_date_header'),
  ];
  const lines = rows.map((row) =>
    csvLine([
      row.username,
      row.password ?? '',
      row.stateLabel,
      row.firstName,
      row.lastName,
      row.email,
      row.phone,
      row.company,
      row.guestType,
      row.sponsor,
      row.validTo,
    ]),
  );
  call.response.attachment('guest-accounts.csv');
  // The mark in front lets spreadsheets read it as UTF-8.
  call.response.type('text/csv; charset=utf-8').send(`\ufeff${csvLine(heads)}${lines.join('')}`);
}
