/** A wall clock's time, without a zone. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** `MM/dd/yyyy` or `MM/dd/yyyy HH:mm`. SEEN: how the sponsor portal's own requests write a time. */
const ISE_TIME =
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})(?:[ T](?<hour>\d{1,2}):(?<minute>\d{2}))?$/;

/** `yyyy-MM-dd` or `yyyy-MM-ddTHH:mm`: what a browser's date and time fields send. */
const INPUT_TIME =
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[ T](?<hour>\d{1,2}):(?<minute>\d{2}))?$/;

/** Reads a time as typed or picked; null when it is no time, such as the 31st of June. */
export function readWallTime(text: string): WallTime | null {
  const groups = (ISE_TIME.exec(text.trim()) ?? INPUT_TIME.exec(text.trim()))?.groups;
  if (groups === undefined) return null;
  const number = (name: string) => Number(groups[name] ?? 0);
  const time = {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
  };
  const date = new Date(asUtc(time));
  const exists =
    date.getUTCMonth() + 1 === time.month &&
    date.getUTCDate() === time.day &&
    time.hour < 24 &&
    time.minute < 60;
  return exists ? time : null;
}

/**
 * The moment at which a clock in the zone shows this time. Of a time that comes twice in the night the clocks go back,
 * the first; a time that is skipped when they go forward is the moment as far after the jump.
 */
export function instantOf(time: WallTime, zone: string): Date {
  return atWall(asUtc(time), zone);
}

/** The same time by the clocks of a zone so many days on, whatever daylight saving does in between. */
export function addDays(moment: Date, days: number, zone: string): Date {
  const time = moment.getTime();
  return atWall(time + offsetMs(time, zone) + days * 86_400_000, zone);
}

/** `wall`: what the clock shows, as if it were in UTC. */
function atWall(wall: number, zone: string): Date {
  const before = wall - offsetMs(wall - 86_400_000, zone);
  const after = wall - offsetMs(wall + 86_400_000, zone);
  const fitting = [before, after].filter((moment) => moment + offsetMs(moment, zone) === wall);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : before);
}

/** What a clock in the zone shows, as a browser's date and time field wants it: `2026-07-15T05:00`. */
export function inputTime(moment: Date, zone: string): string {
  return new Date(moment.getTime() + offsetMs(moment.getTime(), zone)).toISOString().slice(0, 16);
}

/** SEEN: `MM/dd/yyyy HH:mm`. */
export function iseTime(moment: Date, zone: string): string {
  const [date = '', time = ''] = inputTime(moment, zone).split('T');
  const [year, month, day] = date.split('-');
  return `${month}/${day}/${year} ${time}`;
}

function asUtc({ year, month, day, hour, minute }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetMs(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    number('year'),
    number('month') - 1,
    number('day'),
    number('hour'),
    number('minute'),
    number('second'),
  );
  return shown - Math.floor(moment / 1000) * 1000;
}
