import { CLICKATELL_CODES, readClickatellCode } from './clickatell/errors.ts';
import { PLATFORM_CODES, readPlatformCode } from './clickatell/platform-errors.ts';
import {
  FAULT_CHANNELS,
  type Fault,
  type FaultChannel,
  type FaultHit,
  type ScriptedFault,
  SMTP_PHASES,
  type SmtpPhase,
} from './fault.ts';
import { createFaultLedger, type FaultEvent } from './fault-ledger.ts';
import { createFaultScript, type FaultScript } from './faults.ts';
import { type FaultRules, readFault } from './read-fault.ts';
import { CHAIN_NAMES, type ChainName } from './tls/chains.ts';
import { readTwilioCode, TWILIO_CODES } from './twilio/errors.ts';

export const SIMULATOR_NAMES = [
  'clickatell',
  'clickatellRest',
  'clickatellPlatform',
  'twilio',
  'smtpServer',
] as const;
export type SimulatorName = (typeof SIMULATOR_NAMES)[number];

/** A fault, and whom it is for: one simulator, or whichever carries the next SMS or the next mail. */
export type FaultRequest = Fault &
  ({ simulator: SimulatorName; channel?: undefined } | { channel: FaultChannel; simulator?: undefined });

/** The scripted failures of all simulators, in one place. */
export interface Faults {
  /** Throws a TypeError that names every wrong field, its value and what is allowed. */
  script(request: FaultRequest): ScriptedFault;
  /** Oldest first, with the requests they hit; those used up, too. */
  list(): ScriptedFault[];
  /** Null when there is none of that number. */
  find(id: number): ScriptedFault | null;
  /** False when there was none of that number. */
  remove(id: number): boolean;
  /** Forgets all of them, or those of one simulator; the time line keeps what was. */
  clear(simulator?: SimulatorName): void;
  /** What was scripted and what it hit, oldest first; the newest 1,000 lines. */
  timeline(): FaultEvent[];
  /** What can be chosen from. */
  readonly choices: {
    simulators: readonly SimulatorName[];
    chains: readonly ChainName[];
    phases: readonly SmtpPhase[];
  };
}

export interface FaultParts {
  faults: Faults;
  scripts: Record<SimulatorName, FaultScript>;
  /** The chain that the next TLS connection to this name is to be shown; null: the usual one. */
  takeChain(serverName: string | null): { chain: ChainName; hit: FaultHit } | null;
  /** No faults and no time line. */
  reset(): void;
}

const SMTP = {
  protocol: 'smtp',
  readCode: (code: string) => (/^[45]\d\d$/.test(code) ? code : null),
  codes: 'an SMTP reply code from 400 to 599',
} as const;
const CLICKATELL = { protocol: 'http', readCode: readClickatellCode, codes: CLICKATELL_CODES } as const;

const RULES: Record<SimulatorName, FaultRules> = {
  clickatell: CLICKATELL,
  clickatellRest: CLICKATELL,
  clickatellPlatform: { protocol: 'http', readCode: readPlatformCode, codes: PLATFORM_CODES },
  twilio: { protocol: 'http', readCode: readTwilioCode, codes: TWILIO_CODES },
  smtpServer: SMTP,
};

const CHANNEL_RULES: Record<FaultChannel, FaultRules> = {
  sms: { protocol: 'sms', readCode: () => null, codes: '', byChannel: true },
  email: { ...SMTP, byChannel: true },
};

/** The vendors' own names: TLS knows no other way to tell the simulators apart. */
const HOSTS: Record<SimulatorName, RegExp | null> = {
  clickatell: /(^|\.)clickatell\.com$/,
  clickatellRest: /(^|\.)clickatell\.com$/,
  clickatellPlatform: /(^|\.)clickatell\.com$/,
  twilio: /(^|\.)(twilio|telnyx)\.com$/,
  smtpServer: null,
};

/**
 * `mailChannel` says of a recipient of mail whether it stands for a number; `onChain` is called when a chain was scripted,
 * which connections that are open already would not show.
 */
export function createFaults(
  now: () => Date,
  mailChannel: (to: string) => FaultChannel,
  onChain: () => void = () => {},
): FaultParts {
  const ledger = createFaultLedger(now, onChain);
  const scriptOf = (simulator: SimulatorName) =>
    createFaultScript({
      ...RULES[simulator],
      simulator,
      ledger,
      channelOf: simulator === 'smtpServer' ? mailChannel : () => 'sms',
    });
  const scripts = {
    clickatell: scriptOf('clickatell'),
    clickatellRest: scriptOf('clickatellRest'),
    clickatellPlatform: scriptOf('clickatellPlatform'),
    twilio: scriptOf('twilio'),
    smtpServer: scriptOf('smtpServer'),
  };

  return {
    scripts,
    faults: {
      script(request) {
        const { simulator, channel, fault } = readWhom(request);
        const rules = simulator === null ? CHANNEL_RULES[channel] : RULES[simulator];
        return ledger.add({ simulator, channel }, readFault(fault, rules));
      },
      list: () => [...ledger.entries],
      find: (id) => ledger.entries.find((entry) => entry.id === id) ?? null,
      remove: (id) => ledger.remove((entry) => entry.id === id) > 0,
      clear(simulator) {
        ledger.remove((entry) => simulator === undefined || entry.simulator === simulator);
      },
      timeline: ledger.timeline,
      choices: { simulators: SIMULATOR_NAMES, chains: CHAIN_NAMES, phases: SMTP_PHASES },
    },
    takeChain(serverName) {
      for (const entry of ledger.entries) {
        const { chain } = entry.fault;
        if (chain === undefined || entry.remaining === 0 || !isFor(entry.simulator, serverName)) continue;
        return { chain, hit: ledger.hit(entry, { requestId: null, to: null }) };
      }
      return null;
    },
    reset: ledger.forget,
  };
}

/** A name that is no vendor's, or none at all, may be any simulator's. */
function isFor(simulator: string | null, serverName: string | null): boolean {
  if (simulator === null || serverName === null) return true;
  const name = serverName.toLowerCase();
  const isVendors = Object.values(HOSTS).some((host) => host?.test(name));
  return !isVendors || HOSTS[simulator as SimulatorName]?.test(name) === true;
}

type Whom =
  | { simulator: SimulatorName; channel: null; fault: object }
  | { simulator: null; channel: FaultChannel; fault: object };

function readWhom(request: unknown): Whom {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw new TypeError(
      `fault: ${JSON.stringify(request)} is not allowed: an object with simulator or channel`,
    );
  }
  const { simulator, channel, ...fault } = request as Record<string, unknown>;
  if (simulator !== undefined && channel !== undefined) {
    throw new TypeError(
      `channel: ${JSON.stringify(channel)} is not allowed: give simulator or channel, not both`,
    );
  }
  if (channel !== undefined) {
    if (!isOneOf(FAULT_CHANNELS, channel)) throw wrong('channel', channel, FAULT_CHANNELS);
    return { simulator: null, channel, fault };
  }
  if (!isOneOf(SIMULATOR_NAMES, simulator)) throw wrong('simulator', simulator, SIMULATOR_NAMES);
  return { simulator, channel: null, fault };
}

function isOneOf<T extends string>(names: readonly T[], value: unknown): value is T {
  return (names as readonly unknown[]).includes(value);
}

function wrong(field: string, value: unknown, names: readonly string[]): TypeError {
  return new TypeError(`${field}: ${JSON.stringify(value)} is not allowed: one of ${names.join(', ')}`);
}
