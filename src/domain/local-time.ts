import type { Account } from './account.ts';
import type { Portal } from './portal.ts';

/** ISE: the guest's location sets the time zone. An unlisted location has UTC. */
export function zoneOf(account: Pick<Account, 'fields'>, portal: Portal): string {
  const location = account.fields.ui_location ?? '';
  const zones = portal.emulator.locations;
  return (Object.hasOwn(zones, location) ? zones[location] : undefined) ?? 'UTC';
}

/**
 * A time as the guest's clock shows it, e.g. `07/15/2026 14:05 PDT`. GUESS: the sponsor portal writes dates as
 * `MM/dd/yyyy HH:mm`; the zone behind it leaves no doubt.
 */
export function localTime(iso: string, account: Account, portal: Portal): string {
  const parts = formatOf(zoneOf(account, portal)).formatToParts(new Date(iso));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const date = `${part('month')}/${part('day')}/${part('year')}`;
  return `${date} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once a zone; making one costs more than all the rest of a message. The zones are the portal's few. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    });
  formats.set(timeZone, format);
  return format;
}
