/** A device a guest brought, known by its MAC address. */
export interface Device {
  /** `A1:B2:C3:D4:E5:F6`. */
  mac: string;
  accountId: string;
  description: string;
  registeredAt: string;
}

/** GUESS: ISE's own limit is not published. */
export const MAX_DESCRIPTION = 64;

/**
 * A MAC address in ISE's spelling, from any of the usual ones: `a1b2.c3d4.e5f6`, `A1-B2-C3-D4-E5-F6`, `a1:b2:…`,
 * `a1b2c3d4e5f6`. Null for anything else, for the broadcast address and for one of zeros. Group addresses pass, since
 * SEEN: ISE's own example, `A1:B3:E5:19:6F:BB`, is one.
 */
export function readMac(text: string): string | null {
  const given = text.trim();
  const known =
    /^[0-9a-f]{12}$/i.test(given) ||
    /^[0-9a-f]{4}([.:-])[0-9a-f]{4}\1[0-9a-f]{4}$/i.test(given) ||
    /^[0-9a-f]{6}[.:-][0-9a-f]{6}$/i.test(given) ||
    /^[0-9a-f]{2}([.:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}$/i.test(given);
  if (!known) return null;
  const digits = given.replace(/[^0-9a-f]/gi, '').toUpperCase();
  if (digits === '000000000000' || digits === 'FFFFFFFFFFFF') return null;
  return (digits.match(/../g) ?? []).join(':');
}
