import type { AccountState } from '../../domain/account.ts';
import type { SponsorRights } from '../../domain/sponsor-group.ts';
import { ACCOUNT_SORTS, type AccountSearch, type AccountSort } from '../../domain/sponsor-store.ts';
import { SPONSOR_ACTIONS } from '../../services/sponsor-actions.ts';
import { posted, query } from '../guest/posted.ts';
import { actionLabel } from './action-texts.ts';
import type { SponsorCall, SponsorContext } from './context.ts';
import { attributesOf, presentAccount, STATES, stateLabel } from './present-account.ts';
import { reply, show, wantsJson } from './show.ts';

/** Rows of a page. SEEN: programs ask for 50. */
const PER_PAGE = 50;
const MOST_PER_PAGE = 500;

interface ListQuery {
  text: string;
  states: AccountState[];
  sort: AccountSort;
  order: 'asc' | 'desc';
  page: number;
  perPage: number;
}

/** The accounts a sponsor may manage. */
export async function manageAccounts(context: SponsorContext, call: SponsorCall): Promise<void> {
  const { request } = call;
  const list = {
    text: query(request, 'search'),
    states: statesIn([query(request, 'state')]),
    sort: sortNamed(query(request, 'sort')),
    order: query(request, 'order') === 'asc' ? ('asc' as const) : ('desc' as const),
    page: wholeNumber(query(request, 'page'), 1, 1_000_000),
    perPage: PER_PAGE,
  };
  const { total, items } = await search(context, call.rights, list);
  show(context, call, {
    view: 'accounts',
    title: context.texts('ui_manage_accounts_content_label'),
    model: {
      list,
      total,
      page: list.page,
      pages: Math.max(1, Math.ceil(total / PER_PAGE)),
      rows: items.map((account) => presentAccount(context, call, account)),
      states: STATES.map((state) => ({ value: state, label: stateLabel(context, state) })),
      sorts: ACCOUNT_SORTS.map((value) => ({ value, label: context.texts(SORT_KEY[value]) })),
      actions: actionsOf(context, call.rights),
      address: (page: number) =>
        `ManageAccounts.action?${new URLSearchParams({
          search: list.text,
          state: list.states[0] ?? '',
          sort: list.sort,
          order: list.order,
          page: String(page),
        })}`,
    },
  });
}

const SORT_KEY: Record<AccountSort, string> = {
  username: 'ui_column_user_name_header',
  state: 'ui_column_account_state_header',
  firstName: 'ui_column_first_name_header',
  lastName: 'ui_column_last_name_header',
  email: 'ui_column_email_address_header',
  guestType: 'ui_column_guest_type_header',
  sponsor: 'ui_column_sponsor_header',
  createdAt: 'ui_column_creation_date_header',
  validTo: 'ui_column_expiration_date_header',
};

/** Buttons for what his groups let a sponsor do at all. */
function actionsOf(context: SponsorContext, { other }: SponsorRights) {
  const on: Record<string, boolean> = {
    approve: other.canApproveSelfregGuests,
    deny: other.canApproveSelfregGuests,
    extend: other.canExtendGuestAccounts,
    suspend: other.canSuspendGuestAccounts,
    reinstate: other.canReinstateSuspendedAccounts,
    'reset-password': other.canResetGuestPasswords,
    delete: other.canDeleteGuestAccounts,
  };
  return [
    ...SPONSOR_ACTIONS.filter((action) => on[action] ?? true).map((action) => ({
      value: action as string,
      label: actionLabel(context, action),
    })),
    ...(other.canViewGuestPasswords
      ? [{ value: 'print', label: context.texts('ui_account_action_print_button') }]
      : []),
  ];
}

/** ISE: the accounts that wait for this sponsor's word; a list for programs, a page for people. */
export async function pendingAccounts(context: SponsorContext, call: SponsorCall): Promise<void> {
  const { rights, request } = call;
  const json = wantsJson(call);
  const perPage = json ? MOST_PER_PAGE : PER_PAGE;
  const page = wholeNumber(query(request, 'page'), 1, 1_000_000);
  const waiting = { text: '', states: ['PENDING_APPROVAL' as const], sort: 'createdAt' as const };
  const { total, items } = rights.other.canApproveSelfregGuests
    ? await search(context, rights, { ...waiting, order: 'asc', page, perPage }, true)
    : { total: 0, items: [] };
  if (json) {
    return reply(call, {
      status: 'success',
      total,
      guests: items.map((account) => ({ attributes: attributesOf(context, call, account) })),
    });
  }
  show(context, call, {
    view: 'pending',
    title: context.texts('ui_approve_accounts_content_label'),
    model: {
      total,
      page,
      pages: Math.max(1, Math.ceil(total / perPage)),
      address: (number: number) => `pending.action?page=${number}`,
      rows: items.map((account) => presentAccount(context, call, account)),
    },
  });
}

/** SEEN: `manageGuestsList.action` with `meta.searchBy`, `meta.search`, `meta.searchStates`, `meta.perPage`, `meta.page`, `sortBy`, `sortOrder`. */
export async function manageGuestsList(context: SponsorContext, call: SponsorCall): Promise<void> {
  const { request } = call;
  const given = (name: string) => posted(request, name) || query(request, name);
  const list: ListQuery = {
    text: given('meta.search'),
    states: statesIn(given('meta.searchStates').split(/[\s,]+/)),
    sort: sortNamed(given('sortBy')),
    order: /^asc/i.test(given('sortOrder')) ? 'asc' : 'desc',
    page: wholeNumber(given('meta.page'), 1, 1_000_000),
    perPage: wholeNumber(given('meta.perPage'), PER_PAGE, MOST_PER_PAGE),
  };
  const { total, items } = await search(context, call.rights, list);
  reply(call, {
    status: 'success',
    total,
    meta: { page: list.page, perPage: list.perPage, total },
    guests: items.map((account) => ({ attributes: attributesOf(context, call, account) })),
  });
}

function search(context: SponsorContext, rights: SponsorRights, list: ListQuery, onlyPending = false) {
  const owners = onlyPending ? pendingOwners(rights) : ownersFor(rights);
  return context.sponsors.searchAccounts({
    text: list.text.trim(),
    states: list.states,
    ...(owners && { owners }),
    sort: list.sort,
    order: list.order,
    limit: list.perPage,
    offset: (list.page - 1) * list.perPage,
    now: context.clock.now().toISOString(),
  });
}

/** The rule of `mayManage`, as a filter. */
function ownersFor(rights: SponsorRights): AccountSearch['owners'] {
  if (rights.managePermission === 'ALLACCOUNTS') return undefined;
  const own = ownGuests(rights);
  return rights.managePermission === 'GROUPACCOUNTS' ? { ...own, sponsors: [...rights.colleagues] } : own;
}

/** The rule of `mayApprove`, as a filter. */
function pendingOwners(rights: SponsorRights): AccountSearch['owners'] {
  return rights.other.limitApprovalToSponsorsGuests ? ownGuests(rights) : undefined;
}

function ownGuests({ sponsor }: SponsorRights) {
  const names = [sponsor.username, sponsor.email].map((name) => name.toLowerCase());
  return { sponsors: names.slice(0, 1), visited: names.filter((name) => name !== '') };
}

function statesIn(words: string[]): AccountState[] {
  return STATES.filter((state) => words.includes(state));
}

function sortNamed(name: string): AccountSort {
  return ACCOUNT_SORTS.find((sort) => sort === name) ?? 'createdAt';
}

function wholeNumber(text: string, byDefault: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : byDefault;
  return Math.min(most, Math.max(1, number));
}
