import type { Account } from './account.ts';
import type { Portal } from './portal.ts';

/** ISE: the guest's location sets the time zone. An unlisted location has UTC. */
export function zoneOf(account: Account, portal: Portal): string {
  const location = account.fields.ui_location ?? '';
  const zones = portal.emulator.locations;
  return (Object.hasOwn(zones, location) ? zones[location] : undefined) ?? 'UTC';
}

/**
 * A time as the guest's clock shows it, e.g. `07/15/2026 14:05 PDT`. GUESS: the sponsor portal writes dates as
 * `MM/dd/yyyy HH:mm`; the zone behind it leaves no doubt.
 */
export function localTime(iso: string, account: Account, portal: Portal): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zoneOf(account, portal),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).formatToParts(new Date(iso));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const date = `${part('month')}/${part('day')}/${part('year')}`;
  return `${date} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}
