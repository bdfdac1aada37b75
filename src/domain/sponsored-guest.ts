import type { RegistrationField } from './account.ts';
import { internationalPhone, isEmail, isPossiblePhone, tidyPhone } from './contact-address.ts';
import { hasForbiddenCharacter, type UsernamePolicy } from './credentials-policy.ts';
import { hasControlCharacter, lengthOf, MAX_FIELD_LENGTH, tidy } from './guest-text.ts';
import { guestTypeNamed, longestMs } from './guest-type.ts';
import type { Portal } from './portal.ts';
import type { SponsorRights } from './sponsor-group.ts';
import { endAfter, latestEnd } from './validity.ts';
import { addDays, instantOf, readWallTime } from './zoned-time.ts';

/** The guest's details a sponsor may give, in the order of the form and of the import file. */
export const SPONSORED_FIELDS = [
  'ui_first_name',
  'ui_last_name',
  'ui_email_address',
  'ui_phone_number',
  'ui_company',
  'ui_person_visited',
  'ui_reason_visit',
] as const satisfies RegistrationField[];

export type SponsoredProblem =
  | 'required'
  | 'control-character'
  | 'too-long'
  | 'invalid-name'
  | 'invalid-email'
  | 'invalid-phone'
  | 'not-offered'
  | 'invalid-date'
  | 'in-the-past'
  | 'future-start'
  | 'ends-before-start'
  | 'too-many-days'
  | 'invalid-prefix'
  | 'invalid-number'
  /** Another account has it as its user name, or every name that can be made of it is taken. */
  | 'taken';

export interface SponsoredError {
  /** The name of the input: a registration field, or `guestType`, `location`, `fromDate`, `toDate`, … */
  field: string;
  problem: SponsoredProblem;
  /** A number that the sentence names, such as the most days. */
  limit?: number;
}

/** What a sponsor fills in, all as texts; empty is absent. */
export type SponsoredForm = Record<string, string>;

export interface AccessDetails {
  guestType: string;
  location: string;
  smsProvider: string;
  validFrom: string;
  validTo: string;
  /** ISE: `fromFirstLogin` of the guest type; null when the time counts from `validFrom`. */
  minutesFromFirstLogin: number | null;
  groupTag: string | null;
}

export interface ReadingRules {
  rights: SponsorRights;
  portal: Portal;
  now: Date;
  /** Names of the SMS providers there are. */
  providers: string[];
}

/** The guest's own details; `nameFrom`: what the user name of a new account is made of, so that it must be there. */
export function readContact(form: SponsoredForm, nameFrom: UsernamePolicy['basedOn'] | null) {
  const errors: SponsoredError[] = [];
  const fields: Record<string, string> = {};
  for (const field of SPONSORED_FIELDS) {
    const typed = form[field] ?? '';
    const value = field === 'ui_phone_number' ? tidyPhone(typed) : tidy(typed);
    const problem = contactProblem(field, value);
    if (problem !== null) errors.push({ field, problem });
    fields[field] = value;
  }
  if (nameFrom !== null) errors.push(...nameProblems(fields, nameFrom, errors));
  return { fields, errors };
}

function nameProblems(
  fields: Record<string, string>,
  nameFrom: UsernamePolicy['basedOn'],
  found: SponsoredError[],
): SponsoredError[] {
  if (nameFrom === 'PHONE') {
    const { ui_phone_number: phone = '' } = fields;
    if (phone === '') return [{ field: 'ui_phone_number', problem: 'required' }];
    const known = found.some(({ field }) => field === 'ui_phone_number');
    return known || internationalPhone(phone) !== null
      ? []
      : [{ field: 'ui_phone_number', problem: 'invalid-phone' }];
  }
  const named = ['ui_first_name', 'ui_last_name', 'ui_email_address'].some((name) => fields[name] !== '');
  return named ? [] : [{ field: 'ui_first_name', problem: 'required' }];
}

function contactProblem(field: RegistrationField, value: string): SponsoredProblem | null {
  if (value === '') return null;
  if (hasControlCharacter(value)) return 'control-character';
  if (lengthOf(value) > MAX_FIELD_LENGTH) return 'too-long';
  if (field === 'ui_email_address') return isEmail(value) ? null : 'invalid-email';
  if (field === 'ui_phone_number') return isPossiblePhone(value) ? null : 'invalid-phone';
  const isName = field === 'ui_first_name' || field === 'ui_last_name';
  return isName && /[<>]/.test(value) ? 'invalid-name' : null;
}

/**
 * Guest type, place and time. ISE: only the types and locations of the sponsor's groups, no longer than the type
 * allows, and a start in the future only with `canSetFutureStartDate`. Times are those of the guest's location.
 */
export function readAccess(
  form: SponsoredForm,
  rules: ReadingRules,
): { access: AccessDetails; errors: SponsoredError[] } {
  const { rights, portal, now } = rules;
  const errors: SponsoredError[] = [];
  const chosen = (name: string, offered: string[]) => {
    const value = tidy(form[name] ?? '');
    if (value !== '' && !offered.includes(value)) errors.push({ field: name, problem: 'not-offered' });
    return value || (offered[0] ?? '');
  };
  const guestType = chosen('guestType', rights.guestTypes);
  if (guestType === '') errors.push({ field: 'guestType', problem: 'not-offered' });
  const location = chosen('location', rights.locations);
  const smsProvider = tidy(form.smsProvider ?? '');
  if (smsProvider !== '' && !rules.providers.includes(smsProvider)) {
    errors.push({ field: 'smsProvider', problem: 'not-offered' });
  }
  const groupTag = tidy(form.groupTag ?? '');
  if (hasControlCharacter(groupTag)) errors.push({ field: 'groupTag', problem: 'control-character' });
  if (lengthOf(groupTag) > MAX_FIELD_LENGTH) errors.push({ field: 'groupTag', problem: 'too-long' });

  const zones = portal.emulator.locations;
  const zone = (Object.hasOwn(zones, location) ? zones[location] : undefined) ?? 'UTC';
  const times = readTimes(form, { ...rules, zone, guestType }, errors);
  return {
    access: { guestType, location, smsProvider, ...times, groupTag: groupTag || null },
    errors: [...errors],
  };

  function readTimes(
    given: SponsoredForm,
    at: ReadingRules & { zone: string; guestType: string },
    found: SponsoredError[],
  ): Pick<AccessDetails, 'validFrom' | 'validTo' | 'minutesFromFirstLogin'> {
    const type = guestTypeNamed(portal.emulator.guestTypes, at.guestType);
    const from = readTime('fromDate', given.fromDate ?? '', at.zone, found) ?? now;
    // A clock of a minute's grain lies a little behind.
    const start = from.getTime() < now.getTime() + 60_000 ? now : from;
    if (from.getTime() < now.getTime() - 86_400_000)
      found.push({ field: 'fromDate', problem: 'in-the-past' });
    const daysAhead = rights.create.startDateFutureLimitDays;
    if (start > now && !rights.create.canSetFutureStartDate) {
      found.push({ field: 'fromDate', problem: 'future-start', limit: 0 });
    } else if (start > addDays(now, daysAhead, at.zone)) {
      found.push({ field: 'fromDate', problem: 'future-start', limit: daysAhead });
    }
    const { defaultDuration, durationTimeUnit, fromFirstLogin } = type.accessTime;
    const latest = latestEnd(start, type, at.zone);
    const endIn = (zone: string, errorsOfEnd: SponsoredError[]) =>
      readEnd(given, start, zone, errorsOfEnd) ?? endAfter(start, defaultDuration, durationTimeUnit, zone);
    const end = endIn(at.zone, found);
    if (end <= start) found.push({ field: 'toDate', problem: 'ends-before-start' });
    if (end > latest) {
      const limit = Math.max(1, Math.floor(longestMs(type) / 86_400_000));
      found.push({ field: given.days ? 'days' : 'toDate', problem: 'too-many-days', limit });
    }
    return {
      validFrom: start.toISOString(),
      // As where guests register: it waits for the first login as long as the type allows.
      validTo: (fromFirstLogin ? latest : end).toISOString(),
      minutesFromFirstLogin: fromFirstLogin
        ? minutesBetween(start, (given.toDate ?? '') !== '' ? end : endIn('UTC', []))
        : null,
    };
  }
}

function minutesBetween(start: Date, end: Date): number {
  return Math.round((end.getTime() - start.getTime()) / 60_000);
}

function readEnd(form: SponsoredForm, start: Date, zone: string, errors: SponsoredError[]): Date | null {
  if ((form.toDate ?? '') !== '') return readTime('toDate', form.toDate ?? '', zone, errors);
  const days = tidy(form.days ?? '');
  if (days === '') return null;
  if (!/^\d{1,4}$/.test(days) || Number(days) === 0) {
    errors.push({ field: 'days', problem: 'invalid-number' });
    return null;
  }
  return addDays(start, Number(days), zone);
}

function readTime(field: string, text: string, zone: string, errors: SponsoredError[]): Date | null {
  if (text.trim() === '') return null;
  const time = readWallTime(text);
  if (time === null) {
    errors.push({ field, problem: 'invalid-date' });
    return null;
  }
  return instantOf(time, zone);
}

/** How many random accounts, and what their names begin with. ISE: `randomBatchSizeLimit`, `canSpecifyUsernamePrefix`. */
export function readRandom(form: SponsoredForm, { rights }: Pick<ReadingRules, 'rights'>) {
  const errors: SponsoredError[] = [];
  const { randomBatchSizeLimit: limit, canSpecifyUsernamePrefix, defaultUsernamePrefix } = rights.create;
  const count = /^\d{1,5}$/.test(tidy(form.count ?? '')) ? Number(form.count) : 0;
  if (count < 1 || count > limit) errors.push({ field: 'count', problem: 'invalid-number', limit });
  const typed = tidy(form.prefix ?? '');
  const prefix = canSpecifyUsernamePrefix && typed !== '' ? typed : defaultUsernamePrefix;
  if (hasForbiddenCharacter(prefix) || hasControlCharacter(prefix) || lengthOf(prefix) > 32) {
    errors.push({ field: 'prefix', problem: 'invalid-prefix' });
  }
  return { count, prefix, errors };
}
