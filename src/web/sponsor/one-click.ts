import type { Account } from '../../domain/account.ts';
import { localTime } from '../../domain/local-time.ts';
import type { SponsorRights } from '../../domain/sponsor-group.ts';
import { approversSignInHere } from '../../domain/sponsor-portals.ts';
import { SPONSORED_FIELDS } from '../../domain/sponsored-guest.ts';
import { type Decision, decideByLink, type LinkRefusal, openLink } from '../../services/decide-by-link.ts';
import { sponsorSignIn } from '../../services/sponsor-sign-in.ts';
import { posted, query } from '../guest/posted.ts';
import type { Call, SponsorContext } from './context.ts';
import { rightsOfSession } from './login.ts';
import { hasToken, keepSession, replaceSession, type SponsorSession } from './session.ts';
import { show } from './show.ts';

/** ISE: the page of each outcome. */
const REFUSAL: Record<LinkRefusal, { key: string; status: number }> = {
  invalid: { key: 'ui_one_click_guest_link_invalid', status: 404 },
  expired: { key: 'ui_one_click_guest_link_expired', status: 410 },
  processed: { key: 'ui_one_click_guest_processed', status: 409 },
  'no-privilege': { key: 'ui_one_click_sponsor_no_privilege', status: 403 },
  'account-expired': { key: 'own_one_click_account_expired', status: 410 },
};

/**
 * The approve and deny links of a request mail. ISE: one click decides, unless the approver has to sign in first; with
 * `emulator.approvalLinksAsk` a page with one button comes between, for mail scanners that follow every link. GUESS:
 * the address.
 */
export async function oneClick(context: SponsorContext, call: Call): Promise<void> {
  const { request } = call;
  const given = (name: string) => posted(request, name) || query(request, name);
  const text = given('link');
  const action: Decision | null =
    (['approve', 'deny'] as const).find((one) => one === given('action')) ?? null;
  const opened = action === null ? ({ refused: 'invalid' } as const) : await openLink(context, text);
  if ('refused' in opened || action === null) {
    return outcome(context, call, 'refused' in opened ? opened.refused : 'invalid');
  }
  const question = { action, text, account: opened.account };
  if (request.method === 'POST') return decide(context, call, question);
  if (decidesAtOnce(context, call)) return carryOut(context, call, question, null);
  await keepSession(context, call);
  return showQuestion(context, call, question);
}

/** A HEAD, with which programs only look, decides nothing. */
function decidesAtOnce({ portal }: SponsorContext, { request }: Call): boolean {
  const { requireApproverToAuthenticate } = portal.settings.selfRegPageSettings;
  return request.method === 'GET' && !requireApproverToAuthenticate && !portal.emulator.approvalLinksAsk;
}

interface Question {
  action: Decision;
  text: string;
  account: Account;
}

/** The button of the page. */
async function decide(context: SponsorContext, call: Call, question: Question): Promise<void> {
  const { request, response } = call;
  if (!hasToken(call.session, request.get('token') ?? posted(request, 'token'))) {
    response.status(403);
    await keepSession(context, call);
    return showQuestion(context, call, question, context.texts('own_one_click_again_error'));
  }
  const needsSignIn = context.portal.settings.selfRegPageSettings.requireApproverToAuthenticate;
  const entered = needsSignIn ? await enter(context, call) : { session: call.session, rights: null };
  if ('problem' in entered) {
    await keepSession(context, call);
    return showQuestion(context, call, question, entered.problem);
  }
  return carryOut(context, { ...call, session: entered.session }, question, entered.rights);
}

async function carryOut(
  context: SponsorContext,
  call: Call,
  question: Question,
  rights: SponsorRights | null,
): Promise<void> {
  const { texts } = context;
  await keepSession(context, call);
  const decided = await decideByLink(context, question.text, question.action, {
    rights,
    address: call.request.ip ?? '',
  });
  if ('refused' in decided) return outcome(context, call, decided.refused);
  const key = question.action === 'approve' ? 'ui_one_click_guest_approved' : 'ui_one_click_guest_denied';
  const message = texts(key, { username: decided.account.username });
  show(context, call, { view: 'one-click-outcome', title: message, model: { message, good: true } });
}

/** ISE: `requireApproverToAuthenticate`: the approver is signed in already, or signs in with the same form. */
async function enter(context: SponsorContext, call: Call) {
  if (!approversSignInHere(context.portal))
    return { problem: context.texts('own_one_click_no_portal_error') };
  const known = rightsOfSession(context, call);
  if (known !== null) return { session: call.session, rights: known };
  const signedIn = sponsorSignIn(context, {
    username: posted(call.request, 'user.username'),
    password: posted(call.request, 'user.password'),
    address: call.request.ip ?? '',
  });
  if ('rights' in signedIn) {
    const session: SponsorSession = await replaceSession(
      context,
      call.session,
      signedIn.rights.sponsor.username,
    );
    return { session, rights: signedIn.rights };
  }
  const { texts } = context;
  const problem =
    signedIn.refused === 'limited'
      ? texts('own_limited_error', { minutes: Math.ceil(signedIn.waitMs / 60_000) })
      : texts('own_sponsor_login_failed_error');
  return { problem };
}

function showQuestion(
  context: SponsorContext,
  call: Call,
  { action, text, account }: Question,
  problem: string | null = null,
): void {
  const { texts, portal } = context;
  const { requireApproverToAuthenticate } = portal.settings.selfRegPageSettings;
  const title = texts(action === 'approve' ? 'own_one_click_approve_title' : 'own_one_click_deny_title');
  show(context, call, {
    view: 'one-click',
    title,
    problems: problem === null ? [] : [{ target: null, text: problem }],
    model: {
      action,
      link: text,
      button: texts(
        action === 'approve' ? 'ui_account_action_approve_button' : 'ui_account_action_deny_button',
      ),
      fields: [
        ...SPONSORED_FIELDS.map((name) => ({
          label: texts(`${name}_label`),
          value: account.fields[name] ?? '',
        })),
        { label: texts('ui_from_date_label'), value: localTime(account.validFrom, account, portal) },
        { label: texts('ui_to_date_label'), value: localTime(account.validTo, account, portal) },
      ].filter(({ value }) => value !== ''),
      mustSignIn: requireApproverToAuthenticate && rightsOfSession(context, call) === null,
    },
  });
}

function outcome(context: SponsorContext, call: Call, refused: LinkRefusal): void {
  const { key, status } = REFUSAL[refused];
  call.response.status(status);
  show(context, call, {
    view: 'one-click-outcome',
    title: context.texts(key),
    model: { message: context.texts(key), good: false },
  });
}
