import type { Outgoing, Reply } from './channel.ts';
import type { ServedChain } from './served-chain.ts';

/** Everything that crossed the wire in one attempt. Serialises to JSON as it is; secrets are masked already. */
export interface Transcript {
  protocol: 'http' | 'smtp';
  exchanges: Exchange[];
  notes: string[];
}

/** One request and what came back, on one connection. */
export interface Exchange {
  /** Where the settings point. */
  target: { host: string; port: number; secure: boolean };
  /** What `connectTo` made of it; null when it left the target alone. */
  redirectedTo: { host: string; port: number } | null;
  proxy: ProxyFacts | null;
  /** The peer's address; null when no connection came about. */
  address: { ip: string; port: number } | null;
  reusedConnection: boolean;
  tls: TlsFacts | null;
  /** Base64 of the exact bytes, with secrets replaced by `********`. */
  request: string;
  response: string;
  /** True when `response` stops at the size limit. */
  responseCut: boolean;
  /** SMTP: the conversation line by line, client and server. */
  lines: { from: 'client' | 'server'; text: string }[];
  timings: Timings;
  failure: Failure | null;
}

/** Milliseconds each phase took; null when it did not happen. */
export interface Timings {
  dns: number | null;
  connect: number | null;
  proxy: number | null;
  tls: number | null;
  firstByte: number | null;
  total: number;
}

export interface ProxyFacts {
  host: string;
  port: number;
  /** `tunnel` is CONNECT; `forward` puts the absolute URL on the request line. */
  mode: 'tunnel' | 'forward';
  /** The proxy's status line to CONNECT; null when it sent none. */
  answer: string | null;
}

export interface TlsFacts {
  version: string | null;
  cipher: string | null;
  serverName: string;
  trusted: boolean;
  /** Why the chain was not trusted, e.g. `UNABLE_TO_VERIFY_LEAF_SIGNATURE`; null when it was. */
  code: string | null;
  reason: string | null;
  /** Leaf first. */
  chain: CertificateFacts[];
}

export interface CertificateFacts {
  subject: string;
  issuer: string;
  serialNumber: string;
  validFrom: string;
  validTo: string;
  subjectAltName: string | null;
  fingerprint256: string;
  /** Whether this very certificate is in the trusted store. */
  inStore: boolean;
}

export type FailurePhase =
  | 'configuration'
  | 'release'
  | 'dns'
  | 'connect'
  | 'proxy'
  | 'tls'
  | 'request'
  | 'response'
  | 'smtp'
  | 'interrupted';

export interface Failure {
  phase: FailurePhase;
  /** A stable code: Node's (`ECONNREFUSED`), OpenSSL's (`UNABLE_TO_VERIFY_LEAF_SIGNATURE`), or ours (`TIMEOUT`). */
  code: string;
  /** A sentence with the guilty value in it. */
  message: string;
  timedOut: boolean;
  /** True when the whole request may have reached the other side. */
  mayHaveBeenSent: boolean;
}

/**
 * What `wire` returns: the transcript, and a reply when one came. Bad weather is never thrown. A reply beside a failure
 * is an HTTP answer that was cut short, a 407 of the proxy, or the refusal of an SMTP server.
 */
export interface SendResult {
  transcript: Transcript;
  reply: Reply | null;
  failure: Failure | null;
}

/**
 * The network as services see it. `onTransmit` is awaited after the connection stands and before the first byte
 * of the message leaves, so that the caller can commit the fact; when it throws, nothing is sent.
 */
export interface Wire {
  send(outgoing: Outgoing, options: WireOptions): Promise<SendResult>;
  /** What `send` would put on the wire first; nothing is sent. */
  render(outgoing: Outgoing): Promise<Rendered>;
  /** Goes the way of the message and stops before it: what is wrong on the way, without anything being sent. */
  probe(outgoing: Outgoing): Promise<SendResult>;
  /** The certificates that a server presents, trusted or not: `https://`, `smtps://`, `smtp://` or `host:port`. */
  servedChain(url: string, timeoutMs?: number): Promise<ServedChain>;
  /** Ends every exchange under way (failure code `STOPPED`) and closes every connection; later sends open new ones. */
  close(): Promise<void>;
}

/** A request as it would leave. Secrets are in `bytes`: mask them before they are shown or kept. */
export interface Rendered {
  /**
   * HTTP: the whole request; of a mail: its envelope and the message as it follows DATA. Empty when it cannot be
   * written.
   */
  bytes: Uint8Array;
  target: { host: string; port: number; secure: boolean } | null;
  redirectedTo: { host: string; port: number } | null;
  secrets: string[];
  /** Why it cannot be written: a URL that is none. */
  failure: Failure | null;
}

export interface WireOptions {
  /** Connections are pooled per provider. */
  provider: string;
  onTransmit(): Promise<void>;
}
