import type { Express } from 'express';
import type { Clock, Random } from './domain/ports.ts';
import type { AccountStore, DeliveryStore, ReceivedStore } from './domain/stores.ts';
import type { Trial } from './domain/trial.ts';
import type { Inbox } from './services/inbox.ts';
import type { Faults, Simulators } from './simulators/index.ts';
import type { LabInfo } from './web/inspector/parts.ts';

/** What a caller may replace: time, chance, and where bugs are reported. */
export interface Seams {
  clock: Clock;
  random: Random;
  log: { error(error: unknown, message: string): void };
}

/** A running emulator. */
export interface Emulator {
  /** The web application of the plain HTTP listener, for supertest. */
  app: Express;
  portal: { id: string; name: string; url: string };
  inbox: Inbox;
  simulators: Simulators;
  /** Failures to come, of every simulator and channel, and the time line of what they hit. */
  faults: Faults;
  accounts: AccountStore;
  deliveries: DeliveryStore;
  received: ReceivedStore;
  /** Shows or sends a message through any provider, also one that stands in no file. */
  trial: Trial;
  info: LabInfo;
  urls: {
    http: string;
    https: string;
    portal: string;
    portalHttps: string;
    /** The sponsor portal on its own HTTPS listener, and the same over plain HTTP. */
    sponsor: string;
    sponsorHttp: string;
    lab: string;
  };
  /** Who may sign in to the sponsor portal, and with what. */
  sponsors: { username: string; password: string; groups: string[] }[];
  /** What the user should know about the configuration, in sentences. */
  notes: string[];
  /** Resolves when no delivery is queued or under way. */
  settled(): Promise<void>;
  /**
   * Does now what the clock makes due: notices of accounts that end soon, the purge of those long ended. Happens by
   * itself every minute; for tests that set the clock forward.
   */
  tick(): Promise<{ notified: number; purged: number }>;
  /** Back to the start: no accounts, deliveries, messages, sessions or scripted faults. */
  reset(): Promise<void>;
  /** Closes every listener and connection. Waits `graceMs` (default 0) for messages that are on their way. */
  close(options?: { graceMs?: number }): Promise<void>;
}
