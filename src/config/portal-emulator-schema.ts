import { z } from 'zod';
import { APPROVAL_TEMPLATE } from '../domain/approval-request.ts';
import { DEFAULT_PASSWORD_POLICY, DEFAULT_USERNAME_POLICY } from '../domain/credentials-policy.ts';
import { DEFAULT_NOTIFICATIONS } from '../domain/notification.ts';
import { allowedCharacters } from '../domain/password.ts';
import { employeesSchema, phoneNumbersSchema, purgeSchema } from './account-rules-schema.ts';
import { choice, filledText, flag, text, wholeNumber } from './fields.ts';
import { guestTypesSchema } from './guest-type-schema.ts';
import { sponsorsSchema } from './sponsors-schema.ts';

const count = (byDefault: number, from: number) => wholeNumber(from, 64).default(byDefault);

const group = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape, { error: 'an object' });

const usernamePolicy = group({
  basedOn: choice(['NAME', 'EMAIL', 'PHONE'])
    .default(DEFAULT_USERNAME_POLICY.basedOn)
    .describe('What a user name is made of when the guest typed none.'),
  minimumLength: count(DEFAULT_USERNAME_POLICY.minimumLength, 1),
  randomLength: count(DEFAULT_USERNAME_POLICY.randomLength, 4),
});

const PASSWORD_COUNTS = {
  minimumLowercase: 'lower-case letters',
  minimumUppercase: 'upper-case letters',
  minimumDigits: 'digits',
  minimumSpecial: 'special characters',
} as const;

const passwordPolicy = group({
  minimumLength: count(DEFAULT_PASSWORD_POLICY.minimumLength, 1),
  minimumLowercase: count(DEFAULT_PASSWORD_POLICY.minimumLowercase, 0),
  minimumUppercase: count(DEFAULT_PASSWORD_POLICY.minimumUppercase, 0),
  minimumDigits: count(DEFAULT_PASSWORD_POLICY.minimumDigits, 0),
  minimumSpecial: count(DEFAULT_PASSWORD_POLICY.minimumSpecial, 0),
  excludedCharacters: text()
    .default('')
    .describe('Characters never generated, for instance look-alikes such as 0O1lI.'),
}).superRefine((policy, context) => {
  for (const rule of Object.keys(PASSWORD_COUNTS) as (keyof typeof PASSWORD_COUNTS)[]) {
    const used = policy[rule] > 0 || (rule === 'minimumDigits' && asksForNothing(policy));
    if (used && allowedCharacters(rule, policy) === '') {
      context.addIssue({
        code: 'custom',
        path: ['excludedCharacters'],
        message: `a text that leaves some ${PASSWORD_COUNTS[rule]}`,
      });
    }
  }
});

function asksForNothing(policy: Record<keyof typeof PASSWORD_COUNTS, number>): boolean {
  return Object.keys(PASSWORD_COUNTS).every((rule) => policy[rule as keyof typeof PASSWORD_COUNTS] === 0);
}

const { sms, email, print } = DEFAULT_NOTIFICATIONS;

/** In another language a message is given whole: half of it in another one would help nobody. */
const inLanguage = group({
  sms: group({ text: filledText() }).optional(),
  email: group({ subject: filledText(), text: filledText(), html: text().default('') }).optional(),
  approval: group({
    email: group({ subject: filledText(), text: filledText(), html: text().default('') }),
  }).optional(),
  print: group({ html: filledText() }).optional(),
});

const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/;

const notifications = group({
  sms: group({ text: filledText().default(sms.text) }).prefault({}),
  email: group({
    subject: filledText().default(email.subject),
    text: filledText().default(email.text),
    html: text().default(email.html),
  }).prefault({}),
  approval: group({
    email: group({
      subject: filledText().default(APPROVAL_TEMPLATE.subject),
      text: filledText().default(APPROVAL_TEMPLATE.text),
      html: text().default(APPROVAL_TEMPLATE.html),
    }).prefault({}),
  }).prefault({}),
  print: group({ html: filledText().default(print.html) }).prefault({}),
  languages: z
    .record(z.string(), inLanguage, { error: 'an object of the tags of languages and their texts' })
    .refine((languages) => Object.keys(languages).every((tag) => LANGUAGE.test(tag)), {
      error: 'tags of languages in small letters, such as de or pt-br',
    })
    .default({})
    .describe(
      'The same messages in other languages, by tags such as de; what a guest gets is chosen as the pages are.',
    ),
}).describe('The texts of the credential messages; $ui_user_name$, $ui_password$ and the like are replaced.');

const TIME_ZONE = 'the name of a time zone, such as America/Los_Angeles';

const locations = z
  .record(z.string(), z.string({ error: TIME_ZONE }).refine(isTimeZone, { error: TIME_ZONE }), {
    error: 'an object of location names and time zones',
  })
  .default({ 'San Jose': 'America/Los_Angeles' })
  .describe('The time zone of each location by its name.');

/** The list answers at once; only an alias costs the loading of all time zone data. */
function isTimeZone(name: string): boolean {
  if (Intl.supportedValuesOf('timeZone').includes(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What ISE keeps outside the portal, and what is only ours. Optional as a whole and in each part. */
export const emulatorSchema = group({
  allowScripts: flag().default(false).describe('Runs the scripts in customised texts.'),
  offerAllSmsProviders: flag()
    .default(false)
    .describe('Guests can choose every row of providers.json, listed in selectableSmsProviders or not.'),
  usernamePolicy: usernamePolicy.prefault({}),
  passwordPolicy: passwordPolicy.prefault({}),
  notifications: notifications.prefault({}),
  locations,
  guestTypes: guestTypesSchema,
  employees: employeesSchema,
  phoneNumbers: phoneNumbersSchema,
  purgeExpiredAfterDays: purgeSchema,
  approvalLinksAsk: flag()
    .default(false)
    .describe(
      'The approve and deny links of a request mail open a page with a button first, for mail scanners that follow every link. ISE decides with one click.',
    ),
  sponsors: sponsorsSchema.prefault({}),
});
