import type { Account, RegistrationField } from '../../domain/account.ts';
import { localTime } from '../../domain/local-time.ts';
import { contactFields, type FilledForm } from '../../domain/registration.ts';
import { choicesOf, FORM_FIELDS, type FormField, inclusion } from '../../domain/registration-form.ts';
import type { GuestContext } from './context.ts';
import { inputName, labelOf, type Problem } from './field-texts.ts';
import { scriptLocations, scriptText, scriptTexts } from './page-script.ts';

/** How a browser is told what goes into an input: type, keyboard, what it may fill in. */
const INPUT: Partial<Record<RegistrationField, Record<string, string>>> = {
  ui_user_name: { autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' },
  ui_first_name: { autocomplete: 'given-name', autocapitalize: 'words' },
  ui_last_name: { autocomplete: 'family-name', autocapitalize: 'words' },
  ui_email_address: { type: 'email', inputmode: 'email', autocomplete: 'email' },
  ui_phone_number: { type: 'tel', inputmode: 'tel', autocomplete: 'tel' },
  ui_company: { autocomplete: 'organization' },
};

const HINT: Partial<Record<RegistrationField, string>> = {
  ui_user_name: 'own_user_name_hint',
  ui_phone_number: 'own_phone_hint',
  ui_email_address: 'own_email_hint',
};

export interface Outcome {
  /** The form had been sent before with other details. */
  changed?: boolean;
}

/** What the registration page shows: its fields as typed, and what its script says. */
export function registrationModel(
  context: GuestContext,
  form: FilledForm,
  problems: Problem[],
): Record<string, unknown> {
  const { portal } = context;
  const fields = FORM_FIELDS.filter((field) => inclusion(portal, field).include);
  const locations = choicesOf(portal, 'ui_location') ?? [];
  const smsProviders = choicesOf(portal, 'ui_sms_provider') ?? [];
  return {
    fields: fields.map((field) => fieldModel(context, field, form, problems)),
    accessCode: form.accessCode,
    aupAccepted: form.aupAccepted,
    contactNote: contactFields(portal).length > 1,
    script: {
      locations: scriptLocations(locations),
      selectedLocation: scriptText(locations[0] ?? ''),
      smsProviders: scriptTexts(smsProviders),
      selectedSmsProvider: scriptText(smsProviders[0] ?? ''),
    },
  };
}

function fieldModel(
  context: GuestContext,
  field: FormField,
  form: FilledForm,
  problems: Problem[],
): Record<string, unknown> {
  const id = inputName(field.name);
  const hint = hintOf(context, field.name);
  return {
    id,
    label: labelOf(context, field.name),
    required: inclusion(context.portal, field).require,
    value: form.fields[field.name] ?? '',
    choices: choicesOf(context.portal, field.name),
    attributes: INPUT[field.name] ?? {},
    hint: hint === null ? null : context.texts(hint),
    problem: problems.find((problem) => problem.target === id)?.text ?? null,
  };
}

/** The hints on number and address speak of messages that only come when they are switched on. */
function hintOf({ portal }: GuestContext, name: RegistrationField): string | null {
  const silent =
    (name === 'ui_phone_number' || name === 'ui_email_address') && !contactFields(portal).includes(name);
  return silent ? null : (HINT[name] ?? null);
}

/** What the success page shows. ISE: `includeXxx` of `selfRegSuccessSettings`. */
export function registeredModel(
  context: GuestContext,
  account: Account,
  { changed = false }: Outcome,
): Record<string, unknown> {
  const { portal, texts } = context;
  const settings = portal.settings.selfRegSuccessSettings;
  // GUESS: who waits for approval is shown no credentials; they are sent once somebody approved.
  const pending = account.state === 'PENDING_APPROVAL';
  const shown = FORM_FIELDS.filter((field) => settings[field.resultSetting]).filter(
    ({ name }) => !pending || name !== 'ui_user_name',
  );
  const rows = shown.map((field) => ({
    word: field.resultWord,
    value: field.name === 'ui_user_name' ? account.username : (account.fields[field.name] ?? ''),
  }));
  if (settings.includePassword && !pending) {
    rows.splice(settings.includeUserName ? 1 : 0, 0, { word: 'password', value: account.password });
  }
  return {
    rows: rows
      .filter(({ value }) => value !== '')
      .map(({ word, value }) => ({
        className: `ui_self_reg_results_${word}_label`,
        label: texts(`ui_self_reg_results_${word}_label`),
        value,
        isCredential: word === 'username' || word === 'password',
      })),
    changed,
    pending,
    sent: changed ? [] : sentTo(context, account),
    validUntil: localTime(account.validTo, account, portal),
  };
}

export function wasNotified(context: GuestContext, account: Account): boolean {
  return sentTo(context, account).length > 0;
}

function sentTo({ portal, texts }: GuestContext, account: Account): string[] {
  if (account.state === 'PENDING_APPROVAL') return [];
  return contactFields(portal)
    .map((name) => ({ name, to: account.fields[name] ?? '' }))
    .filter(({ to }) => to !== '')
    .map(({ name, to }) =>
      texts(name === 'ui_phone_number' ? 'own_results_sent_sms' : 'own_results_sent_email', { to }),
    );
}
