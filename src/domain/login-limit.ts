/** Counts failed sign-ins under any number of keys, such as the account's name and the caller's address. */
export interface LoginLimit {
  /** Milliseconds until the next try is allowed; 0 when it is allowed now. */
  waitFor(keys: string[], now: number): number;
  failed(keys: string[], now: number): void;
  /** Forgets the failures of accounts. Those of an address stay: one good account must not help who tries others. */
  succeeded(keys: string[]): void;
  clear(): void;
}

interface Count {
  failures: number;
  lastFailure: number;
}

/** Beyond this many keys, the one that failed longest ago is forgotten. */
const MAX_KEYS = 100_000;

/** What many share: nobody's success speaks for the others, and time forgives instead. */
const SHARED = 'address ';

/** The key of a caller's address. */
export function addressKey(address: string): string {
  return SHARED + address;
}

/**
 * ISE: after `maxFailures` failed tries, one try per `waitMs`; a success forgets the failures. The limit is kept in
 * memory and nothing in it waits, so a check and its count cannot be separated by another request. A try refused by
 * the limit is not counted. GUESS: ISE's own key is not published; counting by account and by address covers both. An
 * address, behind which many guests may sit, is forgiven one failure per `waitMs`, and none by a success.
 */
export function createLoginLimit(rule: { maxFailures: number; waitMs: number }): LoginLimit {
  const counts = new Map<string, Count>();
  const failuresOf = (key: string, now: number): number => {
    const count = counts.get(key);
    if (count === undefined) return 0;
    const forgiven =
      key.startsWith(SHARED) && rule.waitMs > 0 ? Math.floor((now - count.lastFailure) / rule.waitMs) : 0;
    return Math.max(0, count.failures - forgiven);
  };
  return {
    waitFor(keys, now) {
      const waits = keys.map((key) => {
        const count = counts.get(key);
        if (count === undefined || failuresOf(key, now) < rule.maxFailures) return 0;
        return Math.max(0, count.lastFailure + rule.waitMs - now);
      });
      return Math.max(0, ...waits);
    },
    failed(keys, now) {
      for (const key of keys) {
        const failures = failuresOf(key, now) + 1;
        // Deleted first, so that the map stays in the order of last failures.
        counts.delete(key);
        counts.set(key, { failures, lastFailure: now });
      }
      for (const key of counts.keys()) {
        if (counts.size <= MAX_KEYS) break;
        counts.delete(key);
      }
    },
    succeeded(keys) {
      for (const key of keys) if (!key.startsWith(SHARED)) counts.delete(key);
    },
    clear() {
      counts.clear();
    },
  };
}
