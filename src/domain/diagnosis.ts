import type { ChannelName, IseVerdict, Outgoing, Receipt } from './channel.ts';
import type { Message } from './message.ts';
import type { Provider, ProxySettings, SmtpServerSettings } from './provider.ts';
import type { Release } from './release.ts';
import type { CertificateFacts, Failure, Transcript } from './transcript.ts';

/**
 * `cause`: it explains how the attempt ended or, before one, surely makes it fail. `suspect`: it may. `risk`: the
 * message can arrive, yet something will cost money, give secrets away or break with another text.
 */
export type Certainty = 'cause' | 'suspect' | 'risk';

/** One fault, in words for a tester. Serialises to JSON as it is; secrets are masked already. */
export interface Diagnosis {
  /** The rule's name, stable, for programs: `number-without-plus`. */
  rule: string;
  certainty: Certainty;
  /** One sentence, what is wrong, with the guilty value in it. */
  problem: string;
  /** One sentence, what to do about it. */
  remedy: string;
  /** What shows it: bytes, a certificate, a line of the provider's answer, a setting. */
  evidence: string[];
}

/** The settings that decide whether a message can arrive, as they are now. */
export interface SendingSettings {
  release: Release;
  providers: Provider[];
  smtpServer: SmtpServerSettings;
  proxy: ProxySettings | null;
  /** What has been imported into the trusted certificates store. */
  store: CertificateFacts[];
}

/** Everything a diagnosis may look at: a message that was tried, or one that would be. Secrets are in it. */
export interface Case {
  settings: SendingSettings;
  /** Null when the message is an email, or when no provider has the name. */
  provider: Provider | null;
  providerName: string;
  message: Message;
  /** The text before its variables were replaced. */
  template: string;
  /** True when recipient and text are a made-up sample: what depends on them alone is then no fault. */
  sample: boolean;
  channel: ChannelName | null;
  /** What was built, one per part; empty when it could not be built. */
  outgoing: Outgoing[];
  /** How the attempt ended; null when nothing has been sent. A refusal to build is a failure without transcripts. */
  end: {
    failure: Failure | null;
    receipt: Receipt | null;
    iseVerdict: IseVerdict;
    transcripts: Transcript[];
  } | null;
}

/** Says what is wrong, all faults at once, the most causal first. Pure. */
export type Diagnose = (one: Case) => Diagnosis[];
