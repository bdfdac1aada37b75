/** A guest type. ISE: the names of the ERS resource `GuestType`. */
export interface GuestType {
  id: string;
  name: string;
  description: string;
  accessTime: AccessTime;
  loginOptions: LoginOptions;
  expirationNotification: ExpirationNotification;
  /** Names of the sponsor groups whose members may use it. */
  sponsorGroups: string[];
}

export type TimeUnit = 'DAYS' | 'HOURS' | 'MINUTES';

export interface AccessTime {
  /** The duration counts from the first login instead of from the creation. */
  fromFirstLogin: boolean;
  /** In `durationTimeUnit`. */
  maxAccountDuration: number;
  durationTimeUnit: TimeUnit;
  defaultDuration: number;
  allowAccessOnSpecificDaysTimes: boolean;
  /** In the time zone of the guest's location. */
  dayTimeLimits: DayTimeLimit[];
}

export const WEEK_DAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

export type WeekDay = (typeof WEEK_DAYS)[number];

export interface DayTimeLimit {
  /** `HH:mm`. */
  startTime: string;
  endTime: string;
  days: WeekDay[];
}

export interface LoginOptions {
  limitSimultaneousLogins: boolean;
  maxSimultaneousLogins: number;
  failureAction: 'Disconnect_Oldest_Connection' | 'Disconnect_Newest_Connection';
  maxRegisteredDevices: number;
  identityGroupId: string;
  allowGuestPortalBypass: boolean;
}

export interface ExpirationNotification {
  enableNotification: boolean;
  advanceNotificationDuration: number;
  advanceNotificationUnits: TimeUnit;
  sendEmailNotification: boolean;
  emailText: string;
  sendSmsNotification: boolean;
  smsText: string;
}

/** ISE: the defaults of the attribute table. */
export const DEFAULT_ACCESS_TIME: AccessTime = {
  fromFirstLogin: false,
  maxAccountDuration: 365,
  durationTimeUnit: 'DAYS',
  defaultDuration: 90,
  allowAccessOnSpecificDaysTimes: false,
  dayTimeLimits: [],
};

/** ISE: the defaults of the attribute table. */
export const DEFAULT_LOGIN_OPTIONS: LoginOptions = {
  limitSimultaneousLogins: true,
  maxSimultaneousLogins: 3,
  failureAction: 'Disconnect_Oldest_Connection',
  maxRegisteredDevices: 5,
  identityGroupId: 'aa178bd0-8bff-11e6-996c-525400b48521',
  allowGuestPortalBypass: false,
};

/** ISE: off, three days ahead, neither by email nor by SMS. The sentences are ours. */
export const DEFAULT_EXPIRATION_NOTIFICATION: ExpirationNotification = {
  enableNotification: false,
  advanceNotificationDuration: 3,
  advanceNotificationUnits: 'DAYS',
  sendEmailNotification: false,
  emailText: 'Your guest account $ui_user_name$ ends on $ui_end_date_time$. Ask your host to extend it.',
  sendSmsNotification: false,
  smsText: 'Your guest account $ui_user_name$ ends on $ui_end_date_time$. Ask your host to extend it.',
};

const SPONSOR_GROUPS = ['ALL_ACCOUNTS (default)', 'GROUP_ACCOUNTS (default)', 'OWN_ACCOUNTS (default)'];

/**
 * The guest types ISE ships. ISE: names, ids, 90 and 365 days for Contractor, up to five days for Daily and
 * SocialLogin. GUESS: "a couple of weeks" of Weekly is a week by default, two at most.
 */
export const DEFAULT_GUEST_TYPES: GuestType[] = [
  shipped('9f03a151-8c01-11e6-996c-525400b48521', 'Contractor (default)', 'up to a year', 90, 365),
  shipped('9eeda851-8c01-11e6-996c-525400b48521', 'Daily (default)', '1 to 5 days', 1, 5),
  shipped('9efd11a1-8c01-11e6-996c-525400b48521', 'Weekly (default)', 'a couple of weeks', 7, 14),
  shipped('28bbb9f3-86ec-4296-ae9a-819005bdc0e7', 'SocialLogin (default)', '1 to 5 days', 1, 5),
];

function shipped(
  id: string,
  name: string,
  span: string,
  defaultDuration: number,
  maxAccountDuration: number,
): GuestType {
  return {
    id,
    name,
    description: `Network access for ${span}.`,
    accessTime: { ...DEFAULT_ACCESS_TIME, defaultDuration, maxAccountDuration },
    loginOptions: DEFAULT_LOGIN_OPTIONS,
    expirationNotification: DEFAULT_EXPIRATION_NOTIFICATION,
    sponsorGroups: SPONSOR_GROUPS,
  };
}

/**
 * The guest type of a name, with or without ISE's ` (default)` and whatever its capitals. An unknown name has the
 * defaults of the attribute table, so that an exported portal with a type of its own still walks.
 */
export function guestTypeNamed(types: readonly GuestType[], name: string): GuestType {
  return (
    types.find((type) => type.name === name) ??
    types.find((type) => plainName(type.name) === plainName(name)) ?? {
      id: '',
      name,
      description: '',
      accessTime: DEFAULT_ACCESS_TIME,
      loginOptions: DEFAULT_LOGIN_OPTIONS,
      expirationNotification: DEFAULT_EXPIRATION_NOTIFICATION,
      sponsorGroups: SPONSOR_GROUPS,
    }
  );
}

export function isKnownGuestType(types: readonly GuestType[], name: string): boolean {
  return types.some((type) => plainName(type.name) === plainName(name));
}

function plainName(name: string): string {
  return name
    .replace(/ \(default\)$/i, '')
    .trim()
    .toLowerCase();
}

const MILLISECONDS: Record<TimeUnit, number> = { MINUTES: 60_000, HOURS: 3_600_000, DAYS: 86_400_000 };

/** A duration in milliseconds, a day being 24 hours; where an account ends is `validity`'s business. */
export function durationMs(duration: number, unit: TimeUnit): number {
  return duration * MILLISECONDS[unit];
}

/** The longest an account of the type may last, in milliseconds. */
export function longestMs({ accessTime }: GuestType): number {
  return durationMs(accessTime.maxAccountDuration, accessTime.durationTimeUnit);
}

/** How long before its end a guest is told, in milliseconds. */
export function noticeMs({ expirationNotification }: GuestType): number {
  return durationMs(
    expirationNotification.advanceNotificationDuration,
    expirationNotification.advanceNotificationUnits,
  );
}
