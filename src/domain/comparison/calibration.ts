import type { HttpEmulatorSettings } from '../provider.ts';
import type { ComparedRow } from './row.ts';

/** The settings that bytes can decide. `timeoutMs` is none of them. */
export const CALIBRATED = [
  'plus',
  'spaces',
  'authorization',
  'preemptiveAuth',
  'keepQueryOnPost',
  'postBody',
] as const;

export type CalibratedSetting = (typeof CALIBRATED)[number];
export type SettingValue = string | boolean;

/** Every value of each, the documented default first where there is one for all channels. */
export const VALUES = {
  plus: ['strip', 'keep'],
  spaces: ['plus', 'percent'],
  authorization: ['basic', 'bearer', 'raw'],
  preemptiveAuth: [true, false],
  keepQueryOnPost: [false, true],
  postBody: ['auto', 'build', 'template'],
} as const satisfies Record<CalibratedSetting, readonly SettingValue[]>;

export type Combination = Required<Pick<HttpEmulatorSettings, CalibratedSetting>>;

/** A request from outside, whatever brought it here. */
export interface Capture {
  bytes: Uint8Array;
  /** ISO 8601; null when nobody noted it. */
  at: string | null;
  /** The sender's address; null when nobody noted it. */
  from: string | null;
  /** Where it was captured: an address of a lab, a file and the number of the request in it. */
  source: string;
  secure: boolean | null;
  simulator: string | null;
  /** What a simulator read out of it. */
  sent: { to: string; text: string } | null;
  /** Whether a request that came before it would have been captured too. */
  complete: boolean;
}

/** What the captured requests tell about one setting. */
export interface Finding {
  setting: CalibratedSetting;
  /** The value to use. */
  value: SettingValue;
  decided: boolean;
  /** Which requests decided it, by their place in the list, from 0. */
  requests: number[];
  /** Why it is not decided: the provider makes no use of it, no request shows it, or the first request may be missing. */
  undecided: 'not-used' | 'not-shown' | 'first-unknown' | null;
}

/** A difference that is left with the best settings. */
export interface Unexplained extends Omit<ComparedRow, 'why'> {
  why: ComparedRow['why'];
  requests: number[];
}

export interface Calibration {
  provider: string;
  findings: Finding[];
  unexplained: Unexplained[];
  /** Differences over all requests with the settings as they are, and as they are proposed. */
  before: number;
  after: number;
  compared: number[];
  /** `retry`: the same request again, with the credentials that an answer had asked for. */
  skipped: { request: number; why: 'not-http' | 'no-message' | 'retry' }[];
}
