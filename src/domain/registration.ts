import type { RegistrationField } from './account.ts';
import {
  inDomains,
  internationalPhone,
  isEmail,
  isPossiblePhone,
  isValidPhone,
  tidyPhone,
} from './contact-address.ts';
import { hasForbiddenCharacter } from './credentials-policy.ts';
import { hasControlCharacter, lengthOf, MAX_FIELD_LENGTH, tidy } from './guest-text.ts';
import type { Portal } from './portal.ts';
import { choicesOf, FORM_FIELDS, type FormField, inclusion } from './registration-form.ts';

/** What was wrong with a field. The words are the catalogue's business. */
export type FieldProblem =
  | 'required'
  | 'contact-required'
  | 'control-character'
  | 'too-long'
  | 'invalid-user-name'
  | 'user-name-too-short'
  | 'user-name-taken'
  | 'phone-taken'
  | 'invalid-name'
  | 'invalid-email'
  | 'email-domain'
  | 'invalid-phone'
  | 'not-offered'
  | 'wrong-code'
  | 'aup-not-accepted';

export interface FieldError {
  /** A registration field, or the two inputs beside them. */
  field: RegistrationField | 'accessCode' | 'aupAccepted';
  problem: FieldProblem;
}

/** A filled form: the fields under their ISE names, the registration code, the tick. */
export interface FilledForm {
  fields: Record<string, string>;
  accessCode: string;
  aupAccepted: boolean;
}

/** Custom fields of a real portal are named like this; beyond these many, a form is not a form. SEEN: `ui_cpf_text`. */
const CUSTOM_FIELD = /^ui_[a-z0-9_]{1,60}_text$/;
const MAX_CUSTOM_FIELDS = 20;

/**
 * Turns a filled form into the fields of an account, or says of every wrong field what is wrong. Fields that the portal
 * does not show are dropped: SEEN, Cisco's load generator posts location and SMS provider whether asked or not.
 */
export function readRegistration(
  form: FilledForm,
  portal: Portal,
): { fields: Record<string, string> } | { errors: FieldError[] } {
  const settings = portal.settings.selfRegPageSettings;
  const errors: FieldError[] = [];
  const fields: Record<string, string> = {};

  if (settings.requireRegistrationCode && tidy(form.accessCode) !== tidy(settings.registrationCode)) {
    errors.push({ field: 'accessCode', problem: form.accessCode === '' ? 'required' : 'wrong-code' });
  }
  for (const field of FORM_FIELDS) {
    if (!inclusion(portal, field).include) {
      // A guest is somewhere, asked or not: the only or first location sets the time zone.
      if (field.name === 'ui_location') fields.ui_location = settings.selectableLocations[0] ?? '';
      continue;
    }
    const value = tidyField(field.name, form.fields[field.name] ?? '');
    const problem = problemOf(field, value, portal);
    if (problem !== null) errors.push({ field: field.name, problem });
    fields[field.name] =
      value || (field.name === 'ui_location' ? (settings.selectableLocations[0] ?? '') : '');
  }
  if (errors.length === 0 && lacksContact(fields, portal)) {
    errors.push({ field: contactField(portal), problem: 'contact-required' });
  }
  if (settings.includeAup && settings.requireAupAcceptance && !form.aupAccepted) {
    errors.push({ field: 'aupAccepted', problem: 'aup-not-accepted' });
  }
  return errors.length > 0 ? { errors } : { fields: { ...fields, ...customFields(form.fields) } };
}

function tidyField(name: RegistrationField, value: string): string {
  return name === 'ui_phone_number' ? tidyPhone(value) : tidy(value);
}

function problemOf(field: FormField, value: string, portal: Portal): FieldProblem | null {
  if (value === '') return mustBeGiven(field, portal) ? 'required' : null;
  if (hasControlCharacter(value)) return 'control-character';
  if (lengthOf(value) > MAX_FIELD_LENGTH) return 'too-long';
  switch (field.name) {
    case 'ui_user_name':
      return userNameProblem(value, portal);
    case 'ui_first_name':
    case 'ui_last_name':
      // GUESS: ISE has an error text for such names; markup is the one thing no name has.
      return /[<>]/.test(value) ? 'invalid-name' : null;
    case 'ui_email_address':
      return emailProblem(value, portal);
    case 'ui_phone_number':
      return isPhone(value, portal) ? null : 'invalid-phone';
    case 'ui_location':
    case 'ui_sms_provider':
      return choicesOf(portal, field.name)?.includes(value) ? null : 'not-offered';
    case 'ui_person_visited':
      // ISE: who is asked for approval is asked by email.
      return asksPersonVisited(portal) && !isEmail(value) ? 'invalid-email' : null;
    case 'ui_company':
    case 'ui_reason_visit':
      return null;
  }
}

function mustBeGiven(field: FormField, portal: Portal): boolean {
  if (inclusion(portal, field).require || isTheName(field, portal)) return true;
  return field.name === 'ui_person_visited' && asksPersonVisited(portal);
}

/** ISE: `sendApprovalRequestTo`. */
function asksPersonVisited({ settings }: Portal): boolean {
  const { requireGuestApproval, sendApprovalRequestTo } = settings.selfRegPageSettings;
  return requireGuestApproval && sendApprovalRequestTo === 'PERSONBEINGVISITED';
}

/** ISE, since 2.7: the phone number as user name; then it must be given. */
function isTheName(field: FormField, portal: Portal): boolean {
  return field.name === 'ui_phone_number' && portal.emulator.usernamePolicy.basedOn === 'PHONE';
}

function isPhone(value: string, portal: Portal): boolean {
  const { phoneNumbers, usernamePolicy } = portal.emulator;
  if (phoneNumbers === 'VALID' && !isValidPhone(value)) return false;
  if (usernamePolicy.basedOn === 'PHONE') return internationalPhone(value) !== null;
  return isPossiblePhone(value);
}

function userNameProblem(value: string, portal: Portal): FieldProblem | null {
  if (hasForbiddenCharacter(value)) return 'invalid-user-name';
  const { minimumLength } = portal.emulator.usernamePolicy;
  return lengthOf(value) < minimumLength ? 'user-name-too-short' : null;
}

/** ISE: `enableGuestEmailWhitelist` and `…Blacklist` with their domains. */
function emailProblem(value: string, portal: Portal): FieldProblem | null {
  if (!isEmail(value)) return 'invalid-email';
  const settings = portal.settings.selfRegPageSettings;
  const denied = settings.enableGuestEmailBlacklist && inDomains(value, settings.guestEmailBlacklistDomains);
  const missing =
    settings.enableGuestEmailWhitelist && !inDomains(value, settings.guestEmailWhitelistDomains);
  return denied || missing ? 'email-domain' : null;
}

/** Where the credentials may go: the fields whose notification is on and which the form shows. */
export function contactFields(portal: Portal): RegistrationField[] {
  const settings = portal.settings.selfRegPageSettings;
  const contacts: RegistrationField[] = [];
  if (settings.credentialNotificationUsingSms && settings.fieldPhoneNo.include) {
    contacts.push('ui_phone_number');
  }
  if (settings.credentialNotificationUsingEmail && settings.fieldEmailAddr.include) {
    contacts.push('ui_email_address');
  }
  return contacts;
}

/** GUESS: where the message is the only way to the password, a guest who gave no address for it is asked for one. */
function lacksContact(fields: Record<string, string>, portal: Portal): boolean {
  const { selfRegPageSettings, selfRegSuccessSettings } = portal.settings;
  // Who waits for approval is shown no password.
  if (selfRegSuccessSettings.includePassword && !selfRegPageSettings.requireGuestApproval) return false;
  const contacts = contactFields(portal);
  return contacts.length > 0 && contacts.every((name) => (fields[name] ?? '') === '');
}

function contactField(portal: Portal): RegistrationField {
  return contactFields(portal)[0] ?? 'ui_phone_number';
}

function customFields(posted: Record<string, string>): Record<string, string> {
  const known = new Set<string>(FORM_FIELDS.map((field) => field.name));
  return Object.fromEntries(
    Object.entries(posted)
      .filter(([name, value]) => CUSTOM_FIELD.test(name) && !known.has(name) && !hasControlCharacter(value))
      .slice(0, MAX_CUSTOM_FIELDS)
      .map(([name, value]) => [name, [...tidy(value)].slice(0, MAX_FIELD_LENGTH).join('')]),
  );
}
