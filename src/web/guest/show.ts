import type { Request, Response } from 'express';
import type { Account } from '../../domain/account.ts';
import { variablesOf } from '../../domain/notification.ts';
import type { TextValues } from '../../texts/index.ts';
import { SESSION_MINUTES } from '../session.ts';
import type { GuestContext } from './context.ts';
import type { Problem } from './field-texts.ts';
import { type IssuedToken, issueToken, type PageName, walkOf } from './walk.ts';

export interface Page {
  name: PageName;
  view: string;
  accountId?: string | null;
  registeredId?: string | null;
  problems?: Problem[];
  /** The page's token of before, for a page that is only shown again. */
  token?: IssuedToken;
  /** Whom the page is about: their details fill the variables of customised texts. */
  about?: Account;
  /** The page shows that account's password. */
  withPassword?: boolean;
  /** What the view shows. */
  model?: Record<string, unknown>;
}

/** Renders a page with a fresh token, in the form and as a response header. SEEN: both. */
export function show(context: GuestContext, request: Request, response: Response, page: Page): void {
  const { accountId = null, registeredId = null, problems = [] } = page;
  const token =
    page.token ?? issueToken(request, context.random, { page: page.name, accountId, registeredId });
  response.setHeader('token', token.value);
  const values = variablesFor(context, page);
  const { rich, optional, texts } = context.customTexts;
  const nonce = String(response.locals.cspNonce ?? '');
  response.render(page.view, {
    t: (key: string, more?: TextValues) => texts(key, { ...values, ...more }),
    rich: (key: string, more?: TextValues) => rich(nonce, key, { ...values, ...more }),
    optional: (key: string) => optional(nonce, key, values),
    portal: context.portal,
    settings: context.portal.settings,
    token: token.value,
    startLink: startLink(context, walkOf(request, context.random).entry),
    timeoutMs: SESSION_MINUTES * 60_000,
    problems,
    problemAt: (target: string) => problems.find((problem) => problem.target === target)?.text ?? null,
    ...page.model,
  });
}

/** ISE: `$ui_…$` in the texts of a page. The password only where the page shows it. */
function variablesFor({ portal }: GuestContext, { about, withPassword = false }: Page): TextValues {
  if (about === undefined) return {};
  const { ui_password: password = '', ...variables } = variablesOf(about, portal);
  return withPassword ? { ...variables, ui_password: password } : variables;
}

/** The way back to the first page, relative. SEEN: scripts cut it by position, portal first, session second. */
export function startLink({ portal }: GuestContext, entry: Record<string, string>): string {
  return `PortalSetup.action?${new URLSearchParams({ portal: portal.id, ...entry })}`;
}

/** An error page inside the portal, without a form and without a session. */
export function showError(context: GuestContext, response: Response, status: number, message: string): void {
  response.status(status).render('guest/error', {
    t: context.texts,
    portal: context.portal,
    settings: context.portal.settings,
    startLink: startLink(context, {}),
    message,
    problems: [],
  });
}
