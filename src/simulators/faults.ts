import type { Fault, FaultChannel, ScriptedFault, Strike } from './fault.ts';
import { sameRecipient } from './fault.ts';
import type { FaultLedger } from './fault-ledger.ts';
import { type FaultRules, readFault } from './read-fault.ts';

export {
  describeFault,
  type Fault,
  type ScriptedFault,
  type SmtpPhase,
  type Strike,
  sameRecipient,
} from './fault.ts';

/** The failures of one simulator. */
export interface Controls {
  /** Throws a TypeError that names the field, its value and what is allowed. */
  failNext(fault: Fault): ScriptedFault;
  /** Every fault scripted for it alone, oldest first, with the requests it hit; of those that are used up the newest 1,000. */
  readonly accountable: readonly ScriptedFault[];
  /** Forgets all of them. */
  clear(): void;
}

/** A request that a fault may strike. */
export interface Target {
  requestId: string;
  to: string[];
  /** Of the test it belongs to; null without. */
  tag: string | null;
}

export interface FaultScript extends Controls {
  /** Whether a fault that fits waits for somebody. */
  waits(fits: (fault: Fault) => boolean): boolean;
  /** Takes the oldest fault that fits, and notes which request it hit. */
  take(target: Target, fits?: (fault: Fault) => boolean): Strike | null;
}

export interface ScriptRules extends FaultRules {
  simulator: string;
  ledger: FaultLedger;
  /** What a message to this recipient is: the faults of that channel strike it too. */
  channelOf(to: string): FaultChannel;
}

export function createFaultScript(rules: ScriptRules): FaultScript {
  const { ledger, simulator } = rules;
  const isOwn = (entry: ScriptedFault) => entry.simulator === simulator;
  // A chain is shown before there is a request.
  const alive = ({ remaining, fault }: ScriptedFault) => remaining !== 0 && fault.chain === undefined;

  function recipients(entry: ScriptedFault, to: string[]): string[] {
    return entry.channel === null ? to : to.filter((one) => rules.channelOf(one) === entry.channel);
  }

  /** The recipient it is for, null for whoever comes; undefined: it is for another. */
  function aim(entry: ScriptedFault, { to, tag }: Target): string | null | undefined {
    const { fault } = entry;
    if (fault.tag !== undefined && fault.tag !== tag) return undefined;
    const meant = recipients(entry, to);
    if (entry.channel !== null && meant.length === 0) return undefined;
    return fault.to === undefined ? null : meant.find((one) => sameRecipient(one, fault.to ?? ''));
  }

  return {
    failNext: (given) => ledger.add({ simulator, channel: null }, readFault(given, rules)),
    get accountable() {
      return ledger.entries.filter(isOwn);
    },
    clear() {
      ledger.remove(isOwn);
    },
    waits: (fits) =>
      ledger.entries.some(
        (entry) => alive(entry) && (isOwn(entry) || entry.channel !== null) && fits(entry.fault),
      ),
    take(target, fits = () => true) {
      for (const entry of ledger.entries) {
        if (!alive(entry) || !(isOwn(entry) || entry.channel !== null) || !fits(entry.fault)) continue;
        const to = aim(entry, target);
        if (to === undefined) continue;
        const hit = ledger.hit(entry, { requestId: target.requestId, to: to ?? target.to[0] ?? null });
        return { fault: entry.fault, to, hit };
      }
      return null;
    },
  };
}
