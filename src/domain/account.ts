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
}
