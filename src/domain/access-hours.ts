import type { DayTimeLimit, GuestType } from './guest-type.ts';
import { WEEK_DAYS } from './guest-type.ts';

/**
 * Whether a guest type lets its guests in at a moment, by the clock on the wall in their time zone, daylight saving
 * included. ISE: `allowAccessOnSpecificDaysTimes`. A range begins with its first minute and ends before its last;
 * one that ends at 23:59 lasts until midnight, one whose end lies before its start until the next morning (GUESS).
 */
export function isWithinHours({ accessTime }: GuestType, now: Date, timeZone: string): boolean {
  if (!accessTime.allowAccessOnSpecificDaysTimes) return true;
  const { day, minute } = wallClock(now, timeZone);
  return accessTime.dayTimeLimits.some((limit) => contains(limit, day, minute));
}

function contains(limit: DayTimeLimit, day: number, minute: number): boolean {
  const start = minutesOf(limit.startTime);
  const end = limit.endTime === '23:59' ? 1440 : minutesOf(limit.endTime);
  const isDay = (index: number) => limit.days.some((name) => WEEK_DAYS.indexOf(name) === index);
  if (start < end) return isDay(day) && minute >= start && minute < end;
  return (isDay(day) && minute >= start) || (isDay((day + 6) % 7) && minute < end);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function wallClock(now: Date, timeZone: string): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: (WEEK_DAYS as readonly string[]).indexOf(part('weekday')),
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}
