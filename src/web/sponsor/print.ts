import { maySee } from '../../domain/sponsor-group.ts';
import type { SponsorCall, SponsorContext } from './context.ts';
import { presentAccount } from './present-account.ts';
import { show, showError } from './show.ts';

/** ISE: *Print*: a sheet for each guest. Whose password may not be seen is left out. */
export async function showPrint(context: SponsorContext, call: SponsorCall, ids: string[]): Promise<void> {
  const found = await Promise.all(ids.map((id) => context.accounts.find(id)));
  const sheets = found
    .filter((account) => account !== null)
    .filter((account) => maySee(call.rights, account))
    .map((account) => presentAccount(context, call, account))
    .filter(({ password }) => password !== null);
  if (sheets.length === 0) return showError(context, call, 403, context.texts('own_nothing_to_print_error'));
  show(context, call, {
    view: 'print',
    title: context.texts('ui_account_action_print_button'),
    model: { sheets, leftOut: ids.length - sheets.length },
  });
}
