import type { Account } from './account.ts';

export type ManagePermission = 'ALLACCOUNTS' | 'GROUPACCOUNTS' | 'OWNACCOUNTS';

/** ISE: the names of the ERS resource `SponsorGroup`. */
export interface SponsorGroup {
  name: string;
  description: string;
  isEnabled: boolean;
  isDefaultGroup: boolean;
  guestTypes: string[];
  locations: string[];
  /** Send the credentials as soon as an account is made. */
  autoNotification: boolean;
  managePermission: ManagePermission;
  createPermissions: {
    canImportMultipleAccounts: boolean;
    importBatchSizeLimit: number;
    canCreateRandomAccounts: boolean;
    randomBatchSizeLimit: number;
    defaultUsernamePrefix: string;
    canSpecifyUsernamePrefix: boolean;
    canSetFutureStartDate: boolean;
    startDateFutureLimitDays: number;
  };
  otherPermissions: {
    canUpdateGuestContactInfo: boolean;
    canViewGuestPasswords: boolean;
    canSendSmsNotifications: boolean;
    canResetGuestPasswords: boolean;
    canExtendGuestAccounts: boolean;
    canDeleteGuestAccounts: boolean;
    canSuspendGuestAccounts: boolean;
    requireSuspensionReason: boolean;
    canReinstateSuspendedAccounts: boolean;
    canApproveSelfregGuests: boolean;
    limitApprovalToSponsorsGuests: boolean;
    canAccessViaRest: boolean;
  };
}

export interface Sponsor {
  username: string;
  password: string;
  firstName: string;
  lastName: string;
  /** Where approval requests reach him, and what a guest writes as the person being visited. */
  email: string;
  /** Names of sponsor groups. */
  groups: string[];
}

/** Who may sign in to the sponsor portal, and what they may do there. */
export interface SponsorDirectory {
  /** The portal's id and name, as `sponsorPortalList` would say it. */
  portal: { id: string; name: string };
  sponsors: Sponsor[];
  groups: SponsorGroup[];
}

/** A sponsor with what his groups let him do. */
export interface SponsorRights {
  sponsor: Sponsor;
  /** His enabled groups; none: he may not sign in. */
  groups: SponsorGroup[];
  guestTypes: string[];
  locations: string[];
  autoNotification: boolean;
  managePermission: ManagePermission;
  create: SponsorGroup['createPermissions'];
  other: SponsorGroup['otherPermissions'];
  /** Names of the sponsors whose guests he may manage under GROUPACCOUNTS, in lower case, his own among them. */
  colleagues: Set<string>;
}

/** Compared without regard to case. Null when there is none. */
export function findSponsor(directory: SponsorDirectory, username: string): Sponsor | null {
  const wanted = username.trim().toLowerCase();
  return directory.sponsors.find((sponsor) => sponsor.username.toLowerCase() === wanted) ?? null;
}

/**
 * What a sponsor may do. GUESS: in several groups he may do what any of them allows; a limit (a required reason, only
 * his own guests) binds him when all of them have it.
 */
export function rightsOf(directory: SponsorDirectory, sponsor: Sponsor): SponsorRights {
  const groups = directory.groups.filter(({ name, isEnabled }) => isEnabled && sponsor.groups.includes(name));
  const create = groups.map(({ createPermissions }) => createPermissions);
  const other = groups.map(({ otherPermissions }) => otherPermissions);
  const canCreate = (name: SwitchOf<SponsorGroup['createPermissions']>) => create.some((one) => one[name]);
  const can = (name: SwitchOf<SponsorGroup['otherPermissions']>) => other.some((one) => one[name]);
  const bound = (name: SwitchOf<SponsorGroup['otherPermissions']>) =>
    other.length > 0 && other.every((one) => one[name]);
  const most = (name: 'importBatchSizeLimit' | 'randomBatchSizeLimit' | 'startDateFutureLimitDays') =>
    Math.max(0, ...create.map((one) => one[name]));
  return {
    sponsor,
    groups,
    guestTypes: [...new Set(groups.flatMap(({ guestTypes }) => guestTypes))],
    locations: [...new Set(groups.flatMap(({ locations }) => locations))],
    autoNotification: groups.some(({ autoNotification }) => autoNotification),
    managePermission: widest(groups),
    create: {
      canImportMultipleAccounts: canCreate('canImportMultipleAccounts'),
      importBatchSizeLimit: most('importBatchSizeLimit'),
      canCreateRandomAccounts: canCreate('canCreateRandomAccounts'),
      randomBatchSizeLimit: most('randomBatchSizeLimit'),
      defaultUsernamePrefix:
        create.find(({ defaultUsernamePrefix }) => defaultUsernamePrefix !== '')?.defaultUsernamePrefix ?? '',
      canSpecifyUsernamePrefix: canCreate('canSpecifyUsernamePrefix'),
      canSetFutureStartDate: canCreate('canSetFutureStartDate'),
      startDateFutureLimitDays: most('startDateFutureLimitDays'),
    },
    other: {
      canUpdateGuestContactInfo: can('canUpdateGuestContactInfo'),
      canViewGuestPasswords: can('canViewGuestPasswords'),
      canSendSmsNotifications: can('canSendSmsNotifications'),
      canResetGuestPasswords: can('canResetGuestPasswords'),
      canExtendGuestAccounts: can('canExtendGuestAccounts'),
      canDeleteGuestAccounts: can('canDeleteGuestAccounts'),
      canSuspendGuestAccounts: can('canSuspendGuestAccounts'),
      requireSuspensionReason: bound('requireSuspensionReason'),
      canReinstateSuspendedAccounts: can('canReinstateSuspendedAccounts'),
      canApproveSelfregGuests: can('canApproveSelfregGuests'),
      limitApprovalToSponsorsGuests: bound('limitApprovalToSponsorsGuests'),
      canAccessViaRest: can('canAccessViaRest'),
    },
    colleagues: new Set(
      directory.sponsors
        .filter(
          (one) => one === sponsor || one.groups.some((name) => groups.some((own) => own.name === name)),
        )
        .map(({ username }) => username.toLowerCase()),
    ),
  };
}

type SwitchOf<T> = { [Name in keyof T]: T[Name] extends boolean ? Name : never }[keyof T];

function widest(groups: SponsorGroup[]): ManagePermission {
  const order: ManagePermission[] = ['ALLACCOUNTS', 'GROUPACCOUNTS', 'OWNACCOUNTS'];
  return (
    order.find((one) => groups.some(({ managePermission }) => managePermission === one)) ?? 'OWNACCOUNTS'
  );
}

/**
 * Whether an account is among those a sponsor may manage. ISE: all of them, those of his groups' sponsors, or those he
 * made himself. GUESS: a self-registered guest belongs to the sponsor he said he visits.
 */
export function mayManage(rights: SponsorRights, account: Account): boolean {
  // What the portal remembers of an internal user is nobody's guest.
  if (account.creation === 'employee') return false;
  if (rights.managePermission === 'ALLACCOUNTS') return true;
  if (isOwnGuest(rights.sponsor, account)) return true;
  const creator = account.sponsorUserName?.toLowerCase() ?? '';
  return rights.managePermission === 'GROUPACCOUNTS' && creator !== '' && rights.colleagues.has(creator);
}

/** ISE: beside what he manages, a sponsor sees the pending guests he may approve, whoever they visit. */
export function maySee(rights: SponsorRights, account: Account): boolean {
  return mayManage(rights, account) || (account.state === 'PENDING_APPROVAL' && mayApprove(rights, account));
}

/** ISE: `canApproveSelfregGuests`, and `limitApprovalToSponsorsGuests` to those who visit this sponsor. */
export function mayApprove(rights: SponsorRights, account: Account): boolean {
  if (!rights.other.canApproveSelfregGuests) return false;
  return !rights.other.limitApprovalToSponsorsGuests || isOwnGuest(rights.sponsor, account);
}

/** A sponsor's own guest: he made the account, or the guest named his address or user name as the person visited. */
export function isOwnGuest(sponsor: Sponsor, account: Account): boolean {
  const visited = (account.fields.ui_person_visited ?? '').trim().toLowerCase();
  const names = [sponsor.username, sponsor.email].map((name) => name.toLowerCase());
  if (account.sponsorUserName !== null) return account.sponsorUserName.toLowerCase() === names[0];
  return visited !== '' && names.includes(visited);
}
