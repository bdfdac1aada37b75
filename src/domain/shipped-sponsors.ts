import type { Sponsor, SponsorDirectory, SponsorGroup } from './sponsor-group.ts';

/** ISE: the column of defaults, and for switches without one the example group of the ERS description. */
export const DEFAULT_CREATE_PERMISSIONS: SponsorGroup['createPermissions'] = {
  canImportMultipleAccounts: true,
  importBatchSizeLimit: 200,
  canCreateRandomAccounts: true,
  randomBatchSizeLimit: 200,
  defaultUsernamePrefix: '',
  canSpecifyUsernamePrefix: true,
  canSetFutureStartDate: false,
  startDateFutureLimitDays: 1,
};

/** ISE: as above, but `canSendSmsNotifications`, which is false there. GUESS: on in the lab, as SMS is what it shows. */
export const DEFAULT_OTHER_PERMISSIONS: SponsorGroup['otherPermissions'] = {
  canUpdateGuestContactInfo: true,
  canViewGuestPasswords: true,
  canSendSmsNotifications: true,
  canResetGuestPasswords: true,
  canExtendGuestAccounts: true,
  canDeleteGuestAccounts: true,
  canSuspendGuestAccounts: true,
  requireSuspensionReason: false,
  canReinstateSuspendedAccounts: true,
  canApproveSelfregGuests: true,
  limitApprovalToSponsorsGuests: false,
  canAccessViaRest: false,
};

function group(
  name: string,
  managePermission: SponsorGroup['managePermission'],
  description: string,
): SponsorGroup {
  return {
    name,
    description,
    isEnabled: true,
    isDefaultGroup: true,
    guestTypes: ['Contractor (default)', 'Daily (default)', 'Weekly (default)'],
    locations: ['San Jose'],
    autoNotification: false,
    managePermission,
    createPermissions: DEFAULT_CREATE_PERMISSIONS,
    otherPermissions: DEFAULT_OTHER_PERMISSIONS,
  };
}

/** ISE: the three sponsor groups it ships. */
export const SHIPPED_GROUPS: SponsorGroup[] = [
  group('ALL_ACCOUNTS (default)', 'ALLACCOUNTS', 'Sponsors who manage every guest account.'),
  group('GROUP_ACCOUNTS (default)', 'GROUPACCOUNTS', 'Sponsors who manage the accounts of their group.'),
  group('OWN_ACCOUNTS (default)', 'OWNACCOUNTS', 'Sponsors who manage the accounts they made themselves.'),
];

function sponsor(username: string, password: string, firstName: string, groupName: string): Sponsor {
  return {
    username,
    password,
    firstName,
    lastName: 'Sponsor',
    email: `${username}@example.com`,
    groups: [groupName],
  };
}

/** Printed in the banner: nothing here is a secret. */
export const SHIPPED_SPONSORS: Sponsor[] = [
  sponsor('sponsor', 'lab-sponsor', 'Lab', 'ALL_ACCOUNTS (default)'),
  sponsor('group-sponsor', 'lab-group', 'Group', 'GROUP_ACCOUNTS (default)'),
  sponsor('own-sponsor', 'lab-own', 'Own', 'OWN_ACCOUNTS (default)'),
];

export const SHIPPED_DIRECTORY: SponsorDirectory = {
  // GUESS: the id; ISE makes one per installation.
  portal: { id: 'dcf5a2c4-1c3f-4f0f-9a53-3a8f1f7f6d21', name: 'Sponsor Portal (default)' },
  sponsors: SHIPPED_SPONSORS,
  groups: SHIPPED_GROUPS,
};
