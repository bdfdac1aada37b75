import { z } from 'zod';
import {
  DEFAULT_ACCESS_TIME,
  DEFAULT_EXPIRATION_NOTIFICATION,
  DEFAULT_GUEST_TYPES,
  DEFAULT_LOGIN_OPTIONS,
  WEEK_DAYS,
} from '../domain/guest-type.ts';
import { choice, filledText, text, wholeNumber } from './fields.ts';

const group = <T extends z.ZodRawShape>(shape: T) => z.object(shape, { error: 'an object' });

/** ERS exports have been seen with booleans as texts; both are taken. */
const flag = (byDefault: boolean) =>
  z
    .union([z.boolean(), z.enum(['true', 'false'])], { error: 'true or false' })
    .transform((value) => value === true || value === 'true')
    .default(byDefault);

const UNITS = ['DAYS', 'HOURS', 'MINUTES'] as const;
const HOUR = 'a time as HH:mm, from 00:00 to 23:59';

const hour = (byDefault: string) =>
  z
    .string({ error: HOUR })
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: HOUR })
    .default(byDefault);

const dayTimeLimit = group({
  startTime: hour('09:00'),
  endTime: hour('17:00'),
  days: z.array(choice(WEEK_DAYS), { error: 'a list of days' }).default([]),
});

const accessTime = group({
  fromFirstLogin: flag(DEFAULT_ACCESS_TIME.fromFirstLogin),
  maxAccountDuration: wholeNumber(1, 1_000_000).default(DEFAULT_ACCESS_TIME.maxAccountDuration),
  durationTimeUnit: choice(UNITS).default(DEFAULT_ACCESS_TIME.durationTimeUnit),
  defaultDuration: wholeNumber(1, 1_000_000).default(DEFAULT_ACCESS_TIME.defaultDuration),
  allowAccessOnSpecificDaysTimes: flag(DEFAULT_ACCESS_TIME.allowAccessOnSpecificDaysTimes),
  dayTimeLimits: z.array(dayTimeLimit, { error: 'a list of time ranges' }).default([]),
}).superRefine((time, context) => {
  if (time.defaultDuration > time.maxAccountDuration) {
    context.addIssue({
      code: 'custom',
      path: ['defaultDuration'],
      message: 'no more than maxAccountDuration',
    });
  }
});

const loginOptions = group({
  limitSimultaneousLogins: flag(DEFAULT_LOGIN_OPTIONS.limitSimultaneousLogins),
  maxSimultaneousLogins: wholeNumber(1, 999).default(DEFAULT_LOGIN_OPTIONS.maxSimultaneousLogins),
  failureAction: choice(['Disconnect_Oldest_Connection', 'Disconnect_Newest_Connection']).default(
    DEFAULT_LOGIN_OPTIONS.failureAction,
  ),
  maxRegisteredDevices: wholeNumber(1, 999).default(DEFAULT_LOGIN_OPTIONS.maxRegisteredDevices),
  identityGroupId: text().default(DEFAULT_LOGIN_OPTIONS.identityGroupId),
  allowGuestPortalBypass: flag(DEFAULT_LOGIN_OPTIONS.allowGuestPortalBypass),
});

const notice = DEFAULT_EXPIRATION_NOTIFICATION;

const expirationNotification = group({
  enableNotification: flag(notice.enableNotification),
  advanceNotificationDuration: wholeNumber(1, 1_000_000).default(notice.advanceNotificationDuration),
  advanceNotificationUnits: choice(UNITS).default(notice.advanceNotificationUnits),
  sendEmailNotification: flag(notice.sendEmailNotification),
  emailText: filledText().default(notice.emailText),
  sendSmsNotification: flag(notice.sendSmsNotification),
  smsText: filledText().default(notice.smsText),
});

const guestType = group({
  id: text().default(''),
  name: filledText(),
  description: text().default(''),
  accessTime: accessTime.prefault({}),
  loginOptions: loginOptions.prefault({}),
  expirationNotification: expirationNotification.prefault({}),
  sponsorGroups: z.array(z.string(), { error: 'a list of sponsor groups' }).default([]),
});

/** ERS wraps a resource in its name; an exported type may be pasted as it is. */
const unwrapped = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && 'GuestType' in value ? value.GuestType : value),
  guestType,
);

/** `emulator.guestTypes`: types in the JSON of ISE's own ERS `GuestType`; they replace shipped ones of the same name. */
export const guestTypesSchema = z
  .array(unwrapped, { error: 'a list of guest types' })
  .default([])
  .transform((given) => {
    const names = new Set(given.map(({ name }) => name));
    return [...given, ...DEFAULT_GUEST_TYPES.filter(({ name }) => !names.has(name))];
  })
  .describe(
    'Guest types, in the JSON of the ERS resource GuestType; they replace shipped ones of their name.',
  );
