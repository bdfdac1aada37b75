import { findSponsor, rightsOf, type SponsorRights } from '../../domain/sponsor-group.ts';
import { sponsorSignIn } from '../../services/sponsor-sign-in.ts';
import { posted, query } from '../guest/posted.ts';
import type { Call, SponsorContext } from './context.ts';
import { keptForm, resume } from './resume.ts';
import { hasToken, keepSession, replaceSession } from './session.ts';
import { reply, show, showError, wantsJson } from './show.ts';

/** ISE: `PortalSetup.action?portal=…`, the first page. Who is signed in already goes on to the accounts. */
export async function portalSetup(context: SponsorContext, call: Call): Promise<void> {
  const given = query(call.request, 'portal');
  const { id } = context.directory.portal;
  if (given !== '' && given !== id) {
    return showError(context, call, 404, context.texts('own_no_such_portal_error', { given, id }));
  }
  if (rightsOfSession(context, call) !== null) {
    return call.response.redirect(303, `${call.request.baseUrl}/ManageAccounts.action`);
  }
  await keepSession(context, call);
  showLogin(context, call);
}

export function showLogin(
  context: SponsorContext,
  call: Call,
  {
    username = '',
    problem = null,
    news = null,
  }: { username?: string; problem?: string | null; news?: string | null } = {},
): void {
  show(context, call, {
    view: 'login',
    title: context.texts('ui_login_page_title'),
    problems: problem === null ? [] : [{ target: 'user.username', text: problem }],
    news,
    model: { username, resume: keptForm(call) },
  });
}

/** ISE: POST `LoginSubmit.action?from=LOGIN`. */
export async function loginSubmit(context: SponsorContext, call: Call): Promise<void> {
  const { request, response } = call;
  const username = posted(request, 'user.username');
  if (!hasToken(call.session, request.get('token') ?? posted(request, 'token'))) {
    response.status(403);
    await keepSession(context, call);
    const problem = context.texts('own_sponsor_lost_form_error');
    if (wantsJson(call)) return reply(call, { status: 'error', messages: [problem] });
    return showLogin(context, call, { username, problem });
  }
  const outcome = sponsorSignIn(context, {
    username,
    password: posted(request, 'user.password'),
    address: request.ip ?? '',
  });
  if ('refused' in outcome) {
    await keepSession(context, call);
    const problem =
      outcome.refused === 'limited'
        ? context.texts('own_limited_error', { minutes: Math.ceil(outcome.waitMs / 60_000) })
        : context.texts('own_sponsor_login_failed_error');
    if (wantsJson(call)) {
      response.status(403);
      return reply(call, { status: 'error', messages: [problem] });
    }
    return showLogin(context, call, { username, problem });
  }
  const session = await replaceSession(context, call.session, outcome.rights.sponsor.username);
  await keepSession(context, { ...call, session });
  response.setHeader('token', session.token);
  if (wantsJson(call)) return reply({ ...call, session }, { status: 'success' });
  if (await resume(context, { ...call, session, rights: outcome.rights })) return;
  response.redirect(303, `${request.baseUrl}/ManageAccounts.action`);
}

/** ISE: `Logout.action?portal=…`. */
export async function logout(context: SponsorContext, call: Call): Promise<void> {
  const session = await replaceSession(context, call.session, null);
  await keepSession(context, { ...call, session });
  if (wantsJson(call)) return reply({ ...call, session }, { status: 'success' });
  showLogin(context, { ...call, session }, { news: context.texts('own_sponsor_signed_out') });
}

/** What the signed-in sponsor may do, as the configuration says now; null when nobody is signed in. */
export function rightsOfSession(context: SponsorContext, { session }: Call): SponsorRights | null {
  const sponsor = session.username === null ? null : findSponsor(context.directory, session.username);
  const rights = sponsor === null ? null : rightsOf(context.directory, sponsor);
  return rights !== null && rights.groups.length > 0 ? rights : null;
}
