// Kept from before any test puts false timers in their place: waiting is for the network, whose time is real.
const { setTimeout, clearTimeout } = globalThis;
/** What `setTimeout` can count. */
const LONGEST_MS = 2_147_483_647;

/** Ends a wait when the time is over. */
export function afterMs(ms: number): (over: () => void) => () => void {
  return (over) => {
    const timer = setTimeout(over, Math.min(Math.max(0, ms), LONGEST_MS));
    return () => clearTimeout(timer);
  };
}
