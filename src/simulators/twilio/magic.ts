import { TwilioError } from './errors.ts';

/** The numbers of Twilio's test account, each of which means one error. */

const FROM: Record<string, number | null> = {
  '+15005550001': 21212,
  '+15005550006': null,
  '+15005550007': 21606,
  '+15005550008': 21611,
};

const TO: Record<string, number> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
};

/** Throws the error that a number stands for. `from` is null when a Messaging Service sends. */
export function checkMagic(from: string | null, to: string): void {
  const byTo = TO[to];
  if (byTo !== undefined) throw new TwilioError(byTo, { to, from: from ?? undefined });
  if (from === null) return;
  const byFrom = Object.hasOwn(FROM, from) ? FROM[from] : 21606;
  if (byFrom) throw new TwilioError(byFrom, { to, from });
}
