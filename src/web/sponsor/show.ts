import type { Call, SponsorCall, SponsorContext } from './context.ts';
import { IDLE_MINUTES } from './session.ts';

export interface SponsorPage {
  view: string;
  /** The title, already a text. */
  title: string;
  problems?: { target: string | null; text: string }[];
  /** What was done, in a sentence. */
  news?: string | null;
  model?: Record<string, unknown>;
}

/** Renders a page for whoever is calling; `rights` in the call decide which ways lead on from it. */
export function show(context: SponsorContext, call: Call | SponsorCall, page: SponsorPage): void {
  const { problems = [], news = null } = page;
  const rights = 'rights' in call ? call.rights : null;
  call.response.setHeader('token', call.session.token);
  call.response.render(`sponsor/${page.view}`, {
    t: context.texts,
    title: page.title,
    portal: context.directory.portal,
    token: call.session.token,
    rights,
    menu: rights === null ? [] : menuFor(context, call as SponsorCall),
    idleMs: rights === null ? 0 : IDLE_MINUTES * 60_000,
    problems,
    news,
    problemAt: (target: string) => problems.find((problem) => problem.target === target)?.text ?? null,
    ...page.model,
  });
}

/** ISE: the four tabs. Pending accounts only for who may approve. */
function menuFor({ texts }: SponsorContext, { rights, request }: SponsorCall) {
  const entries = [
    { path: '/CreateAccounts.action', text: texts('ui_create_accounts_content_label'), on: true },
    { path: '/ManageAccounts.action', text: texts('ui_manage_accounts_content_label'), on: true },
    {
      path: '/pending.action',
      text: texts('ui_approve_accounts_content_label'),
      on: rights.other.canApproveSelfregGuests,
    },
    { path: '/Notices.action', text: texts('ui_notices_content_label'), on: true },
  ];
  return entries
    .filter(({ on }) => on)
    .map(({ path, text }) => ({ address: path.slice(1), text, current: request.path === path }));
}

/** A page that only says what is wrong. */
export function showError(
  context: SponsorContext,
  call: Call | SponsorCall,
  status: number,
  message: string,
): void {
  call.response.status(status);
  if (wantsJson(call)) {
    reply(call, { status: 'error', messages: [message] });
    return;
  }
  show(context, call, {
    view: 'error',
    title: context.texts('ui_error_content_label'),
    problems: [{ target: null, text: message }],
  });
}

/**
 * Whether a program asks. SEEN: programs use the same addresses as the pages; a browser that wants a page says so.
 */
export function wantsJson({ request }: Call): boolean {
  if (request.get('x-requested-with') !== undefined) return true;
  return !(request.get('accept') ?? '').includes('text/html');
}

export interface Reply {
  status: 'success' | 'error' | 'partial';
  messages?: string[];
  attributes?: { name: string; value: string }[];
  [more: string]: unknown;
}

/** SEEN: `{status, messages[], attributes[{name, value}]}`. GUESS: the words in `status` and what lists are called. */
export function reply({ response, session }: Call, answer: Reply): void {
  response.setHeader('token', session.token);
  response.json({ messages: [], attributes: [], ...answer });
}
