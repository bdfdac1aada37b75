import { assertNever } from '../../domain/errors.ts';
import type { ActionProblem, SponsorAction } from '../../services/sponsor-actions.ts';
import type { SponsorContext } from './context.ts';
import { stateLabel } from './present-account.ts';

/** ISE: the keys of an action's button, of the question before it, and of the sentence after it. */
const KEYS: Record<SponsorAction, { button: string; confirm: string; success: string }> = {
  approve: keys('approve'),
  deny: keys('deny'),
  extend: keys('extend'),
  suspend: keys('suspend'),
  reinstate: keys('reinstate'),
  'reset-password': keys('reset_password'),
  resend: keys('resend'),
  delete: keys('delete'),
};

function keys(word: string) {
  return {
    button: `ui_account_action_${word}_button`,
    confirm: `ui_${word}_account_confirm_multi_message`,
    success: `ui_${word}_account_success_multi_message`,
  };
}

export function actionLabel({ texts }: SponsorContext, action: SponsorAction): string {
  return texts(KEYS[action].button);
}

export function confirmText({ texts }: SponsorContext, action: SponsorAction, count: number): string {
  return texts(KEYS[action].confirm, { count });
}

export function successText({ texts }: SponsorContext, action: SponsorAction, count: number): string {
  return texts(KEYS[action].success, { count });
}

/** Why an action was not done to an account, in a sentence that says what to do. */
export function problemText(context: SponsorContext, action: SponsorAction, problem: ActionProblem): string {
  const { texts } = context;
  switch (problem) {
    case 'not-found':
      return texts('ui_no_user_error');
    case 'no-privilege':
      return texts('own_action_no_privilege');
    case 'reason-required':
      return texts('own_suspend_reason_required_error');
    case 'too-long':
      return texts('own_extend_too_long_error');
    case 'nowhere-to-send':
      return texts('own_nowhere_to_send_error');
    default:
      return transitionText(context, action, problem);
  }
}

function transitionText(
  context: SponsorContext,
  action: SponsorAction,
  { why, state }: Exclude<ActionProblem, string>,
): string {
  const { texts } = context;
  switch (why) {
    case 'state':
      return texts('own_action_wrong_state', {
        action: actionLabel(context, action),
        state: stateLabel(context, state),
      });
    case 'end-not-in-future':
      return texts('own_reinstate_expired_error');
    case 'never-approved':
      return texts('own_deny_never_approved_error');
    case 'password-changed':
      return texts('own_resend_password_changed_error');
    default:
      return assertNever(why);
  }
}
