import type { Request, Response } from 'express';
import type { Account } from '../../domain/account.ts';
import type { MessageKind } from '../../domain/message.ts';
import { SELF_SENDS, sendSelf } from '../../services/send-self.ts';
import type { GuestContext } from './context.ts';
import type { Problem } from './field-texts.ts';
import { showLogin } from './login.ts';
import { posted } from './posted.ts';
import { showRegistered } from './register.ts';
import { findToken, type IssuedToken, type Walk, walkOf } from './walk.ts';

/** GUESS: the addresses; ISE's own are not known. The texts and the limit of five are ISE's. */
export const SEND_SELF = [
  { kind: 'email', address: 'SendSelfEmail.action', setting: 'allowGuestSendSelfUsingEmail' },
  { kind: 'sms', address: 'SendSelfSms.action', setting: 'allowGuestSendSelfUsingSms' },
] as const satisfies { kind: MessageKind; address: string; setting: string }[];

/** POST from the success page: *Email Me*, *Text Me*. Answers with the success page, saying what became of it. */
export async function submitSendSelf(
  context: GuestContext,
  request: Request,
  response: Response,
): Promise<void> {
  const token = findToken(request, posted(request, 'token'));
  const account =
    token === null || token.registeredId === null ? null : await context.accounts.find(token.registeredId);
  const offer = SEND_SELF.find(({ address }) => request.path === `/${address}`);
  if (token === null || account === null || offer === undefined || !isOffered(context, offer, account)) {
    response.status(403);
    const problems = [{ target: null, text: context.texts('own_lost_form_error') }];
    return showLogin(context, request, response, { problems });
  }
  const outcome = await sendOnce(context, walkOf(request, context.random), {
    token,
    account,
    kind: offer.kind,
  });
  const sent = outcome === 'success';
  const text = context.texts(
    outcome === 'used-up'
      ? 'ui_self_reg_results_email_sms_limit_instruction_message'
      : `ui_self_reg_results_${offer.kind}_${outcome}`,
  );
  const problems: Problem[] = sent ? [] : [{ target: null, text }];
  return showRegistered(context, request, response, {
    accountId: account.id,
    problems,
    news: sent ? text : null,
  });
}

/** The form of one token sends once, however often it is posted. */
async function sendOnce(
  context: GuestContext,
  walk: Walk,
  { token, account, kind }: { token: IssuedToken; account: Account; kind: MessageKind },
): Promise<'success' | 'error' | 'used-up'> {
  if (token.sent?.includes(kind)) return 'success';
  if (leftOf(walk, account, kind) === 0) return 'used-up';
  if (!(await sendSelf(context, account, kind))) return 'error';
  token.sent = [...(token.sent ?? []), kind];
  const counts = walk.sentSelf?.[account.id] ?? { email: 0, sms: 0 };
  walk.sentSelf = { ...walk.sentSelf, [account.id]: { ...counts, [kind]: counts[kind] + 1 } };
  return 'success';
}

function leftOf(walk: Walk, account: Account, kind: MessageKind): number {
  return Math.max(0, SELF_SENDS - (walk.sentSelf?.[account.id]?.[kind] ?? 0));
}

function isOffered(
  { portal }: GuestContext,
  { kind, setting }: (typeof SEND_SELF)[number],
  account: Account,
): boolean {
  const to = account.fields[kind === 'sms' ? 'ui_phone_number' : 'ui_email_address'] ?? '';
  return portal.settings.selfRegSuccessSettings[setting] && to !== '';
}

/** The send buttons of the success page: one per way that is on and that the guest gave a number or address for. */
export function sendSelfModel(context: GuestContext, request: Request, account: Account) {
  const walk = walkOf(request, context.random);
  return SEND_SELF.filter((offer) => isOffered(context, offer, account)).map(({ kind, address }) => {
    const left = leftOf(walk, account, kind);
    const name = `ui_self_reg_results_${kind}`;
    return {
      kind,
      action: `${address}?from=SELF_REGISTRATION_SUCCESS`,
      button: { id: `${name}_button`, text: context.texts(`${name}_button`) },
      left,
      hint:
        left === 0
          ? context.texts('ui_self_reg_results_email_sms_limit_instruction_message')
          : left < SELF_SENDS
            ? context.texts(`${name}_attempts_left_instruction_message`, { left })
            : '',
    };
  });
}
