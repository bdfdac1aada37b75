import { maySee } from '../../domain/sponsor-group.ts';
import { noteHandedOut } from '../../services/note-handed-out.ts';
import { visiblePassword } from '../../services/sponsor-actions.ts';
import { addressOf, type SponsorCall, type SponsorContext } from './context.ts';
import { presentAccount } from './present-account.ts';
import { show, showError } from './show.ts';

/** ISE: *Print*: a sheet for each guest. Whose password may not be seen is left out. */
export async function showPrint(context: SponsorContext, call: SponsorCall, ids: string[]): Promise<void> {
  const found = await Promise.all(ids.map((id) => context.accounts.find(id)));
  const shown = found
    .filter((account) => account !== null)
    .filter((account) => maySee(call.rights, account))
    .filter((account) => visiblePassword(call.rights, account) !== null);
  const sheets = shown.map((account) => presentAccount(context, call, account));
  await noteHandedOut(context, shown, {
    action: 'print',
    name: call.rights.sponsor.username,
    address: addressOf(call),
  });
  if (sheets.length === 0) return showError(context, call, 403, context.texts('own_nothing_to_print_error'));
  show(context, call, {
    view: 'print',
    title: context.texts('ui_account_action_print_button'),
    model: { sheets, leftOut: ids.length - sheets.length },
  });
}
