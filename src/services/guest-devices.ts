import type { Account } from '../domain/account.ts';
import { auditEntry, type Doer } from '../domain/audit.ts';
import { MAX_DESCRIPTION, readMac } from '../domain/device.ts';
import { maxDevices } from '../domain/flow.ts';
import { hasControlCharacter, lengthOf, tidy } from '../domain/guest-text.ts';
import type { Portal } from '../domain/portal.ts';
import type { Clock, Random } from '../domain/ports.ts';
import type { AuditStore, DeviceStore } from '../domain/stores.ts';

export interface DeviceNeeds {
  devices: DeviceStore;
  audit: AuditStore;
  portal: Portal;
  clock: Clock;
  random: Random;
}

export type DeviceProblem = 'invalid' | 'taken' | 'full' | 'description';

/**
 * Remembers the device a guest is on. ISE: `autoRegisterGuestDevices`; where the guest type allows no further one, the
 * oldest makes room, which the guest has agreed to on the page before. A device that was another guest's changes hands.
 */
export async function registerCurrentDevice(
  needs: DeviceNeeds,
  account: Account,
  mac: string,
  doer: Doer,
): Promise<void> {
  const owned = await needs.devices.listByAccount(account.id);
  if (owned.some((device) => device.mac === mac)) return;
  const surplus = owned.length + 1 - maxDevices(needs.portal, account);
  for (const oldest of owned.slice(0, Math.max(0, surplus))) {
    await needs.devices.remove(account.id, oldest.mac);
    await note(needs, account, doer, 'remove-device', `${oldest.mac}, the oldest, made room`);
  }
  const registeredAt = needs.clock.now().toISOString();
  await needs.devices.save({ mac, accountId: account.id, description: '', registeredAt });
  await note(needs, account, doer, 'register-device', mac);
}

/**
 * Adds a device that the guest typed in. ISE: `allowGuestsToRegisterDevices`. Adding one that is the guest's already
 * only changes its description; one of another guest is refused.
 */
export async function addDevice(
  needs: DeviceNeeds,
  account: Account,
  given: { mac: string; description: string },
  doer: Doer,
): Promise<DeviceProblem | null> {
  const mac = readMac(given.mac);
  if (mac === null) return 'invalid';
  const description = tidy(given.description);
  if (hasControlCharacter(description) || lengthOf(description) > MAX_DESCRIPTION) return 'description';
  const known = await needs.devices.find(mac);
  if (known !== null && known.accountId !== account.id) return 'taken';
  if (known === null) {
    const owned = await needs.devices.listByAccount(account.id);
    if (owned.length >= maxDevices(needs.portal, account)) return 'full';
  }
  const registeredAt = known?.registeredAt ?? needs.clock.now().toISOString();
  await needs.devices.save({ mac, accountId: account.id, description, registeredAt });
  if (known === null) await note(needs, account, doer, 'register-device', mac);
  return null;
}

/** Removes a device of the guest; one that is not there any more is no problem. */
export async function removeDevice(
  needs: DeviceNeeds,
  account: Account,
  mac: string,
  doer: Doer,
): Promise<void> {
  const address = readMac(mac);
  if (address === null || !(await needs.devices.remove(account.id, address))) return;
  await note(needs, account, doer, 'remove-device', address);
}

async function note(
  needs: DeviceNeeds,
  account: Account,
  doer: Doer,
  action: string,
  detail: string,
): Promise<void> {
  await needs.audit.record(auditEntry(needs, doer, { action, before: account, after: account, detail }));
}
