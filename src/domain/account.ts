/** The ten fields of ISE's registration form, by the names ISE posts them under (after `guestUser.fieldValues.`). */
export const REGISTRATION_FIELDS = [
  'ui_user_name',
  'ui_first_name',
  'ui_last_name',
  'ui_email_address',
  'ui_phone_number',
  'ui_company',
  'ui_location',
  'ui_sms_provider',
  'ui_person_visited',
  'ui_reason_visit',
] as const;

export type RegistrationField = (typeof REGISTRATION_FIELDS)[number];

/** SEEN: the first three over ERS; the rest is recalled. */
export type AccountState =
  | 'AWAITING_INITIAL_LOGIN'
  | 'ACTIVE'
  | 'EXPIRED'
  | 'PENDING_APPROVAL'
  | 'DENIED'
  | 'SUSPENDED';

/**
 * How an account came to be: by its guest, or by a sponsor in one of three ways. `employee` is no guest account: it keeps
 * what the portal must remember of an internal user, and has no password of its own.
 */
export type AccountCreation = 'self' | 'known' | 'random' | 'imported' | 'employee';

export interface Account {
  id: string;
  username: string;
  /** ISE: kept readable; sponsors see it, and it is what the message carries. */
  password: string;
  state: AccountState;
  guestType: string;
  portalId: string;
  /** Registration fields as typed, plus custom fields. */
  fields: Record<string, string>;
  createdAt: string;
  validFrom: string;
  validTo: string;
  firstLoginAt: string | null;
  lastLoginAt: string | null;
  aupAcceptedAt: string | null;
  /** What made this registration unique (the form's token): a second post of the same form finds the same account. */
  registrationKey: string;
  creation: AccountCreation;
  /** ISE: the tag a sponsor gives to accounts made together; null without. */
  groupTag: string | null;
  /** The sponsor the account belongs to; null for one that its guest made. */
  sponsorUserName: string | null;
  /** Why it is suspended or was denied, as the sponsor wrote it; null without. */
  reasonForState: string | null;
  /** The state to which reinstating leads back; null unless suspended. */
  stateBefore: AccountState | null;
  /** When a sponsor let the guest in; null for who never asked, or still waits. */
  approvedAt: string | null;
  /** When the guest chose a password. ISE: from then on a sponsor neither sees nor resends it. */
  passwordChangedAt: string | null;
  /** When the guest answered the offer of a password of their own, by choosing one or by keeping the one sent. */
  passwordOfferAnsweredAt: string | null;
  /** When the notice of its coming end was queued, or found to have nowhere to go. */
  expiryNotifiedAt: string | null;
  /** ISE: `fromFirstLogin`, minutes the account lasts from its first login on; null when it counts from `validFrom`. */
  minutesFromFirstLogin: number | null;
  /** Of the test that made it; null without, and until it is kept under the tag of the work under way. */
  tag: string | null;
}

/** What an account has beside its own details when nothing has happened to it yet. */
export const UNTOUCHED = {
  firstLoginAt: null,
  lastLoginAt: null,
  aupAcceptedAt: null,
  creation: 'self',
  groupTag: null,
  sponsorUserName: null,
  reasonForState: null,
  stateBefore: null,
  approvedAt: null,
  passwordChangedAt: null,
  passwordOfferAnsweredAt: null,
  expiryNotifiedAt: null,
  minutesFromFirstLogin: null,
  tag: null,
} as const satisfies Partial<Account>;
