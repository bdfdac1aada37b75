import type { RegistrationField } from './account.ts';
import type { FieldInclusion, Portal, SelfRegPageSettings, SelfRegSuccessSettings } from './portal.ts';

type FieldSetting = Extract<keyof SelfRegPageSettings, `field${string}`>;
type ResultSetting = Extract<keyof SelfRegSuccessSettings, `include${string}`>;

export interface FormField {
  name: RegistrationField;
  setting: FieldSetting;
  resultSetting: ResultSetting;
  /** The word in ISE's class names and string keys of the success page: `ui_self_reg_results_<word>_label`. */
  resultWord: string;
}

/** The ten fields in ISE's order, with the settings that show them on the form and on the success page. */
export const FORM_FIELDS: readonly FormField[] = [
  row('ui_user_name', 'fieldUserName', 'includeUserName', 'username'),
  row('ui_first_name', 'fieldFirstName', 'includeFirstName', 'first_name'),
  row('ui_last_name', 'fieldLastName', 'includeLastName', 'last_name'),
  row('ui_email_address', 'fieldEmailAddr', 'includeEmailAddr', 'email'),
  row('ui_phone_number', 'fieldPhoneNo', 'includePhoneNo', 'phone'),
  row('ui_company', 'fieldCompany', 'includeCompany', 'company'),
  row('ui_location', 'fieldLocation', 'includeLocation', 'location'),
  row('ui_sms_provider', 'fieldSmsProvider', 'includeSmsProvider', 'sms_provider'),
  row('ui_person_visited', 'fieldPersonBeingVisited', 'includePersonBeingVisited', 'person_visited'),
  row('ui_reason_visit', 'fieldReasonForVisit', 'includeReasonForVisit', 'reason_visit'),
];

function row(
  name: RegistrationField,
  setting: FieldSetting,
  resultSetting: ResultSetting,
  resultWord: string,
): FormField {
  return { name, setting, resultSetting, resultWord };
}

/** Whether the portal's form shows and requires a field. */
export function inclusion(portal: Portal, field: FormField): FieldInclusion {
  const { include, require } = portal.settings.selfRegPageSettings[field.setting];
  return { include, require: include && require };
}

/** The choices of a field that is a list; null for one that is typed. */
export function choicesOf(portal: Portal, name: RegistrationField): string[] | null {
  const settings = portal.settings.selfRegPageSettings;
  if (name === 'ui_location') return settings.selectableLocations;
  if (name === 'ui_sms_provider') return settings.selectableSmsProviders;
  return null;
}
