import { type Account, UNTOUCHED } from '../domain/account.ts';
import { uuid } from '../domain/ids.ts';
import type { Employee, Portal } from '../domain/portal.ts';
import type { Clock, Random } from '../domain/ports.ts';
import type { AccountStore } from '../domain/stores.ts';

/** Employees are let in as long as they are in the list. */
const FOREVER = '9999-12-31T00:00:00.000Z';

export interface EmployeeNeeds {
  accounts: AccountStore;
  portal: Portal;
  clock: Clock;
  random: Random;
}

/** The internal user of a name, compared as user names are; null when there is none. */
export function employeeNamed(portal: Portal, username: string): Employee | null {
  const key = (name: string) => name.normalize('NFC').toLowerCase();
  return portal.emulator.employees.find((one) => key(one.username) === key(username)) ?? null;
}

/**
 * What the portal remembers of an internal user, made at the first sign-on: when the policy was accepted, which
 * devices there are. ISE: `assignedGuestTypeForEmployee` says what applies to employees.
 */
export async function employeeAccount(needs: EmployeeNeeds, username: string): Promise<Account | null> {
  const employee = employeeNamed(needs.portal, username);
  if (employee === null) return null;
  const now = needs.clock.now().toISOString();
  const account: Account = {
    ...UNTOUCHED,
    id: uuid(needs.random),
    username: employee.username,
    password: '',
    state: 'AWAITING_INITIAL_LOGIN',
    guestType: needs.portal.settings.portalSettings.assignedGuestTypeForEmployee,
    portalId: needs.portal.id,
    fields: { ui_first_name: employee.firstName, ui_last_name: employee.lastName },
    createdAt: now,
    validFrom: now,
    validTo: FOREVER,
    registrationKey: `employee ${uuid(needs.random)}`,
    creation: 'employee',
  };
  const outcome = await needs.accounts.create(account, []);
  return outcome.result === 'created' ? account : needs.accounts.findByUsername(username);
}
