import type { LabAuthority } from './certificates.ts';
import { DEFAULT_CHOICES, type VendorChoices } from './choices.ts';
import { controlRoutes } from './control/control-routes.ts';
import { type LabCredentials, withLabCredentials } from './credentials.ts';
import { createFaults, type Faults } from './fault-desk.ts';
import type { Controls } from './faults.ts';
import { type Listener, listenHttp, listenHttps } from './http/listener.ts';
import type { TagOf } from './lab-tag.ts';
import type { Clock, Journal, OnEvent, Random } from './ports.ts';
import { createRecorder } from './recorder.ts';
import type { Replay } from './replay.ts';
import { mailChannel, type SmsDestination } from './smtp/read-mail.ts';
import { listenSmtp } from './smtp/smtp-listener.ts';
import { type Certificates, createCertificates } from './tls/chains.ts';
import { createVendors, VENDOR_PATHS } from './vendors.ts';

export interface SimulatorOptions {
  host: string;
  /** 0 takes a free port; so for all three. */
  httpPort: number;
  httpsPort: number;
  smtpPort: number;
  /** True: what a vendor would refuse is overlooked where the message can still be understood. */
  loose: boolean;
  authority: LabAuthority;
  journal: Journal;
  clock: Clock;
  random: Random;
  /** Where mail is an SMS: domains (`<digits>@domain`), and addresses whose mail names the number inside. */
  smsDomains?: SmsDestination[];
  /** Replaces the lab's credentials, vendor by vendor. */
  credentials?: Partial<LabCredentials>;
  /** Where vendors' documents leave a choice. */
  choices?: Partial<VendorChoices>;
  limits?: Partial<SimulatorLimits>;
  onEvent: OnEvent;
  /** Answers that were recorded elsewhere, for the requests that it knows. */
  replay?: Replay;
  /** Knows the tests of requests that do not name theirs. */
  tagOf?: TagOf;
}

/** Sizes in bytes, times in milliseconds. None of them ends a request that a script lets hang. */
export interface SimulatorLimits {
  headBytes: number;
  bodyBytes: number;
  mailBytes: number;
  /** How long a request may take to arrive. */
  requestMs: number;
  /** How long a connection may stay open without one. */
  idleMs: number;
}

const DEFAULT_LIMITS: SimulatorLimits = {
  headBytes: 64 * 1024,
  bodyBytes: 2 * 1024 * 1024,
  mailBytes: 25 * 1024 * 1024,
  requestMs: 60_000,
  idleMs: 5 * 60_000,
};

/** The running simulators. */
export interface Simulators {
  http: { port: number; url: string };
  https: { port: number; url: string };
  smtp: { host: string; port: number };
  credentials: LabCredentials;
  /** PEM text: root and G2, what a client has to trust. */
  ca: string;
  rootPem: string;
  clickatell: Controls;
  clickatellRest: Controls;
  /** The Platform API and the One API. */
  clickatellPlatform: Controls;
  /** Telnyx's Twilio-compatible endpoint included. */
  twilio: Controls;
  smtpServer: Controls;
  certificates: Certificates;
  /** All scripted failures in one place, with their time line. */
  faults: Faults;
  /** No faults, messages or sessions; the right chain; hanging connections end. */
  reset(): void;
  /** Ends every connection, hanging ones too. */
  close(): Promise<void>;
}

/** Opens all three listeners. Rejects with a ListenError when a port is taken, and leaves nothing open then. */
export async function startSimulators(options: SimulatorOptions): Promise<Simulators> {
  const { host, authority, clock, random } = options;
  const credentials = withLabCredentials(options.credentials);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const certificates = createCertificates(authority, host);
  const recorder = createRecorder(options);
  const smsDomains = options.smsDomains ?? [];
  const faultParts = createFaults(
    () => clock.now(),
    (to) => mailChannel(to, smsDomains),
    () => certificates.use(certificates.current),
  );
  const { faults, scripts: controls } = faultParts;
  const vendorParts = {
    credentials,
    loose: options.loose,
    choices: { ...DEFAULT_CHOICES, ...options.choices },
    clock,
    random,
    ...(options.tagOf && { tagOf: options.tagOf }),
    ...(options.replay && { replay: options.replay }),
  };
  const vendors = createVendors(vendorParts, controls);
  const listeners: Listener[] = [];

  function reset(): void {
    faultParts.reset();
    vendors.reset();
    if (certificates.current !== 'g2') certificates.use('g2');
    for (const listener of listeners) listener.dropHanging();
  }

  const close = async () => {
    vendors.reset();
    await Promise.all(listeners.map((listener) => listener.close()));
  };

  const parts = {
    recorder,
    clock,
    limits,
    respond: vendors.respond,
    control: controlRoutes({ faults, certificates, pems: authority, vendorPaths: VENDOR_PATHS, reset }),
  };
  try {
    const http = await listenHttp({ host, port: options.httpPort }, parts);
    listeners.push(http);
    const https = await listenHttps(
      { host, port: options.httpsPort },
      { ...parts, takeChain: faultParts.takeChain },
      certificates,
    );
    listeners.push(https);
    const smtp = await listenSmtp(
      { host, port: options.smtpPort },
      {
        vendor: vendorParts,
        recorder,
        faults: controls.smtpServer,
        certificates,
        smsDomains,
        tagOf: options.tagOf,
        mailBytes: limits.mailBytes,
      },
    );
    listeners.push(smtp);
    return {
      http: { port: http.port, url: `http://${nameOf(host)}:${http.port}` },
      https: { port: https.port, url: `https://${nameOf(host)}:${https.port}` },
      smtp: { host: reachable(host), port: smtp.port },
      credentials,
      ca: authority.rootPem + authority.g2Pem,
      rootPem: authority.rootPem,
      ...controls,
      faults,
      certificates,
      reset,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where a listener bound to every address is reached from here. */
function reachable(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}

function nameOf(host: string): string {
  const name = reachable(host);
  return name.includes(':') ? `[${name}]` : name;
}
