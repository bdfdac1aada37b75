import type { Request, Response } from 'express';
import type { Account } from '../../domain/account.ts';
import { nextStep, type StepName, stepNamed } from '../../domain/flow.ts';
import { localTime } from '../../domain/local-time.ts';
import { acceptAup } from '../../services/accept-aup.ts';
import { refusalOf } from '../../services/sign-in.ts';
import type { GuestContext } from './context.ts';
import type { Problem } from './field-texts.ts';
import { showLogin, showRefusal } from './login.ts';
import { webAddress } from './originating-urls.ts';
import { aupAccepted, posted } from './posted.ts';
import { show } from './show.ts';
import { findToken, type PageName, walkOf } from './walk.ts';

type Passed =
  /** The step is done; the account as it is now. */
  { account: Account } | { problems: Problem[] };

/** What posting a step's form does. A row per row of `STEPS`; the last step has its own handler, `DoCoA.action`. */
const SUBMIT: Record<
  StepName,
  (context: GuestContext, request: Request, account: Account) => Promise<Passed>
> = {
  async aup(context, request, account) {
    if (aupAccepted(request)) return { account: await acceptAup(context, account) };
    return { problems: [{ target: null, text: context.texts('ui_aup_decline_error') }] };
  },
  async banner(_context, _request, account) {
    return { account };
  },
  async success(_context, _request, account) {
    return { account };
  },
};

/** What the views of the steps show beside the account. */
const MODEL: Record<StepName, (context: GuestContext, request: Request) => Record<string, unknown>> = {
  aup: () => ({}),
  banner: () => ({}),
  success: (context, request) => ({
    portalSessionId: walkOf(request, context.random).portalSessionId,
    redirectTo: redirectOf(context, request),
    coaRequested: walkOf(request, context.random).coaRequestedAt !== undefined,
  }),
};

/** Shows the page that follows `after` to the guest who is signed in with this account. */
export async function enterFlow(
  context: GuestContext,
  request: Request,
  response: Response,
  accountId: string,
  after: 'login' | StepName,
): Promise<void> {
  const account = await usable(context, request, response, accountId);
  if (account === null) return;
  const step = nextStep(after, { portal: context.portal, account, now: context.clock.now() });
  showStep(context, request, response, { step, account });
}

/**
 * ISE: POST `AupSubmit.action`, `Continue.action`. Which step is meant is the token's word, not the address's: a page
 * cannot be left out by posting to the next one. A page gone back to can be sent again.
 */
export async function submitStep(context: GuestContext, request: Request, response: Response): Promise<void> {
  const token = findToken(request, posted(request, 'token'));
  const step = token === null ? null : stepOf(token.page);
  // Never the page of whoever the session last had signed in: only its own token brings it back.
  if (token === null || token.accountId === null || step === null) {
    response.status(403);
    const problems = [{ target: null, text: context.texts('own_lost_sign_on_error') }];
    return showLogin(context, request, response, { problems });
  }
  const account = await usable(context, request, response, token.accountId);
  if (account === null) return;
  if (!isPostedTo(request, step)) {
    const problems = [{ target: null, text: context.texts('own_wrong_step_error') }];
    return showStep(context, request, response, { step, account, problems });
  }
  const passed = await SUBMIT[step](context, request, account);
  if ('problems' in passed) {
    return showStep(context, request, response, { step, account, problems: passed.problems });
  }
  return enterFlow(context, request, response, account.id, step);
}

export function showStep(
  context: GuestContext,
  request: Request,
  response: Response,
  { step, account, problems = [] }: { step: StepName; account: Account; problems?: Problem[] },
): void {
  show(context, request, response, {
    name: step,
    view: stepNamed(step).view,
    accountId: account.id,
    problems,
    model: {
      account,
      submit: stepNamed(step).submit,
      validUntil: localTime(account.validTo, account, context.portal),
      ...MODEL[step](context, request),
    },
  });
}

/** The account if it can still be used; else the login page is shown and says why. */
async function usable(
  context: GuestContext,
  request: Request,
  response: Response,
  accountId: string,
): Promise<Account | null> {
  const account = await context.accounts.find(accountId);
  const refusal =
    account === null ? ({ refused: 'not-usable' } as const) : refusalOf(account, context.clock.now());
  if (refusal === null) return account;
  showRefusal(context, request, response, refusal);
  return null;
}

function stepOf(page: PageName): StepName | null {
  return Object.hasOwn(SUBMIT, page) ? (page as StepName) : null;
}

function isPostedTo(request: Request, step: StepName): boolean {
  return request.path === `/${stepNamed(step).submit.split('?')[0]}`;
}

/** ISE: `successRedirect`. Null where the success page is the end. */
function redirectOf(context: GuestContext, request: Request): string | null {
  const { successRedirect, redirectUrl } = context.portal.settings.authSuccessSettings;
  const { sessionId = '' } = walkOf(request, context.random).entry;
  if (successRedirect === 'URL') return webAddress(redirectUrl);
  return successRedirect === 'ORIGINATINGURL' ? context.originatingUrls.find(sessionId) : null;
}
