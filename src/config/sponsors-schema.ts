import { z } from 'zod';
import {
  DEFAULT_CREATE_PERMISSIONS,
  DEFAULT_OTHER_PERMISSIONS,
  SHIPPED_DIRECTORY,
} from '../domain/shipped-sponsors.ts';
import type { SponsorGroup } from '../domain/sponsor-group.ts';
import { choice, filledText, flag, text, wholeNumber } from './fields.ts';

const object = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape, { error: 'an object' });

const create = DEFAULT_CREATE_PERMISSIONS;

const createPermissions = object({
  canImportMultipleAccounts: flag().default(create.canImportMultipleAccounts),
  importBatchSizeLimit: wholeNumber(1, 10_000).default(create.importBatchSizeLimit),
  canCreateRandomAccounts: flag().default(create.canCreateRandomAccounts),
  randomBatchSizeLimit: wholeNumber(1, 10_000).default(create.randomBatchSizeLimit),
  defaultUsernamePrefix: text().default(create.defaultUsernamePrefix),
  canSpecifyUsernamePrefix: flag().default(create.canSpecifyUsernamePrefix),
  canSetFutureStartDate: flag().default(create.canSetFutureStartDate),
  startDateFutureLimitDays: wholeNumber(1, 10_000).default(create.startDateFutureLimitDays),
});

type OtherPermissions = SponsorGroup['otherPermissions'];

const otherPermissions = object(
  Object.fromEntries(
    Object.entries(DEFAULT_OTHER_PERMISSIONS).map(([name, byDefault]) => [name, flag().default(byDefault)]),
  ) as { [Name in keyof OtherPermissions]: z.ZodDefault<z.ZodBoolean> },
);

/** A list of names; ERS also writes them as objects with a `name`. */
const nameList = (allowed: string) =>
  z.array(z.union([filledText(), z.object({ name: filledText() }).transform(({ name }) => name)]), {
    error: allowed,
  });

const sponsorGroup = object({
  // ERS writes these too. A lab's sponsors name their groups themselves, so there is nobody to look up in them.
  id: text().optional(),
  link: z.unknown().optional(),
  memberGroups: nameList('a list of identity groups').optional(),
  name: filledText(),
  description: text().default(''),
  isEnabled: flag().default(true),
  isDefaultGroup: flag().default(false),
  guestTypes: nameList('a list of guest types'),
  locations: nameList('a list of locations').default(['San Jose']),
  autoNotification: flag().default(false),
  managePermission: choice(['ALLACCOUNTS', 'GROUPACCOUNTS', 'OWNACCOUNTS']).default('OWNACCOUNTS'),
  createPermissions: createPermissions.prefault({}),
  otherPermissions: otherPermissions.prefault({}),
}).transform(({ id: _id, link: _link, memberGroups: _memberGroups, ...group }) => group);

const sponsor = object({
  username: filledText(),
  password: filledText(),
  firstName: text().default(''),
  lastName: text().default(''),
  email: text().default(''),
  groups: nameList('a list of sponsor groups'),
});

/** Who may sign in to the sponsor portal. Optional as a whole and in each part; the lab's own sponsors unless given. */
export const sponsorsSchema = object({
  portal: object({
    id: z
      .string()
      .regex(/^[\w-]{1,64}$/, { error: 'the id of the sponsor portal' })
      .default(SHIPPED_DIRECTORY.portal.id),
    name: filledText().default(SHIPPED_DIRECTORY.portal.name),
  }).prefault({}),
  sponsors: z.array(sponsor, { error: 'a list of sponsors' }).default(SHIPPED_DIRECTORY.sponsors),
  groups: z.array(sponsorGroup, { error: 'a list of sponsor groups' }).default(SHIPPED_DIRECTORY.groups),
})
  .superRefine(({ sponsors, groups }, context) => {
    const names = groups.map(({ name }) => name);
    for (const [index, one] of sponsors.entries()) {
      for (const [place, name] of one.groups.entries()) {
        if (names.includes(name)) continue;
        context.addIssue({
          code: 'custom',
          path: ['sponsors', index, 'groups', place],
          message: `one of ${names.join(', ')}`,
        });
      }
      const twin = sponsors.findIndex(
        ({ username }) => username.toLowerCase() === one.username.toLowerCase(),
      );
      if (twin === index) continue;
      context.addIssue({
        code: 'custom',
        path: ['sponsors', index, 'username'],
        message: 'a name that no other sponsor has',
      });
    }
  })
  .describe('The sponsor portal: who may sign in, and what sponsor groups let them do.');
