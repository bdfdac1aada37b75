import type { RegistrationField } from '../../domain/account.ts';
import { FORBIDDEN_IN_CREDENTIALS } from '../../domain/credentials-policy.ts';
import { assertNever } from '../../domain/errors.ts';
import { MAX_FIELD_LENGTH } from '../../domain/guest-text.ts';
import type { FieldError } from '../../domain/registration.ts';
import type { GuestContext } from './context.ts';

/** Something on a page that needs correcting. */
export interface Problem {
  /** The id of the input; null when the page as a whole is meant. */
  target: string | null;
  text: string;
  /** An id that clients look for on the message. */
  id?: string;
}

/** ISE: the inputs' names, which are also their ids. */
export function inputName(field: FieldError['field']): string {
  if (field === 'aupAccepted') return 'aupAccepted';
  return field === 'accessCode' ? 'guestUser.accessCode' : `guestUser.fieldValues.${field}`;
}

export function labelOf({ texts }: GuestContext, field: RegistrationField): string {
  return texts(`${field}_label`);
}

export function problemsOf(context: GuestContext, errors: FieldError[]): Problem[] {
  return errors.map((error) => ({ target: inputName(error.field), text: textOf(context, error) }));
}

function textOf(context: GuestContext, { field, problem }: FieldError): string {
  const { texts, portal } = context;
  const label =
    field === 'accessCode'
      ? texts('ui_self_reg_registration_code_label')
      : field === 'aupAccepted'
        ? texts('ui_self_reg_aup_agreement_label')
        : labelOf(context, field);
  switch (problem) {
    case 'required':
      return field === 'ui_phone_number'
        ? texts('ui_empty_phone_error')
        : texts('ui_field_required_error', { field: label });
    case 'contact-required':
      return texts('own_contact_required_error');
    case 'control-character':
      return texts('own_control_character_error', { field: label });
    case 'too-long':
      return texts('own_too_long_error', { field: label, maximum: MAX_FIELD_LENGTH });
    case 'invalid-user-name':
      return texts('ui_invalid_username_error', { forbidden: [...FORBIDDEN_IN_CREDENTIALS].join(' ') });
    case 'user-name-too-short':
      return texts('ui_username_mismatch_policy_error', {
        minimum: portal.emulator.usernamePolicy.minimumLength,
      });
    case 'phone-taken':
      return texts('own_phone_taken_error');
    case 'user-name-taken':
      return texts('own_username_taken_error');
    case 'invalid-name':
      return texts(field === 'ui_first_name' ? 'ui_invalid_first_name_error' : 'ui_invalid_last_name_error');
    case 'invalid-email':
      return texts('ui_invalid_email_error');
    case 'email-domain':
      return texts('own_email_domain_error');
    case 'invalid-phone':
      return texts('ui_invalid_phone_error');
    case 'not-offered':
      return texts('own_not_offered_error', { field: label });
    case 'wrong-code':
      return texts('own_wrong_code_error');
    case 'aup-not-accepted':
      return texts('own_aup_not_accepted_error');
    default:
      return assertNever(problem);
  }
}
