import { assertNever } from '../../domain/errors.ts';
import type { SponsoredError, SponsoredForm } from '../../domain/sponsored-guest.ts';
import type { Call, SponsorContext } from './context.ts';

/** SEEN: how the guest portal names its fields; programs may put it in front here as well. */
const PREFIX = /^guestUser\.(?:fieldValues\.)?/;

/** Everything a form or a program sent that is a text, under its plain name. */
export function formOf({ request }: Call): SponsoredForm {
  const body: Record<string, unknown> = request.body ?? {};
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const one: unknown = Array.isArray(value) ? value[0] : value;
      return typeof one === 'string' ? [[name.replace(PREFIX, ''), one]] : [];
    }),
  );
}

/** A filled form and where it was sent. */
export interface SentForm {
  path: string;
  form: SponsoredForm;
}

export function sentForm(call: Call): SentForm {
  const { token: _, ...form } = formOf(call);
  return { path: call.request.path, form };
}

/** Each problem with the input it is about. */
export function problemTexts(context: SponsorContext, errors: SponsoredError[]) {
  return errors.map((error) => ({ target: error.field, text: problemText(context, error) }));
}

function problemText({ texts }: SponsorContext, { field, problem, limit = 0 }: SponsoredError): string {
  const name = texts(LABEL[field] ?? `${field}_label`);
  switch (problem) {
    case 'required':
      return field === 'ui_phone_number'
        ? texts('ui_field_required_error', { field: name })
        : texts('own_sponsored_name_required_error');
    case 'taken':
      return texts(
        field === 'ui_phone_number' ? 'own_sponsored_phone_taken_error' : 'own_sponsored_name_taken_error',
      );
    case 'control-character':
      return texts('own_control_character_error', { field: name });
    case 'too-long':
      return texts('own_too_long_error', { field: name, maximum: 256 });
    case 'invalid-name':
      return texts(field === 'ui_last_name' ? 'ui_invalid_last_name_error' : 'ui_invalid_first_name_error');
    case 'invalid-email':
      return texts('ui_invalid_email_error');
    case 'invalid-phone':
      return texts('ui_invalid_phone_error');
    case 'not-offered':
      return texts('own_not_offered_error', { field: name });
    case 'invalid-date':
      return texts('ui_field_date_mdy_error', { field: name });
    case 'in-the-past':
      return texts('own_start_in_past_error');
    case 'future-start':
      return texts('own_future_start_error', { days: limit });
    case 'ends-before-start':
      return texts('own_end_before_start_error');
    case 'too-many-days':
      return texts('ui_guest_duration_error', { days: limit });
    case 'invalid-prefix':
      return texts('ui_prefix_mismatch_policy_error');
    case 'invalid-number':
      return limit > 0
        ? texts('own_number_range_error', { field: name, most: limit })
        : texts('ui_field_digit_error', { field: name });
    default:
      return assertNever(problem);
  }
}

const LABEL: Record<string, string> = {
  guestType: 'ui_guest_type_label',
  location: 'ui_location_label',
  smsProvider: 'ui_sms_provider_label',
  groupTag: 'ui_group_tag_label',
  fromDate: 'ui_from_date_label',
  toDate: 'ui_to_date_label',
  days: 'ui_create_accounts_access_info_days_label',
  count: 'ui_create_random_number_accounts_label',
  prefix: 'ui_create_random_prefix_label',
};
