import type { Case, SendingSettings } from '../../src/domain/diagnosis.ts';
import type { Provider } from '../../src/domain/provider.ts';
import type { CertificateFacts, Exchange, Failure } from '../../src/domain/transcript.ts';
import { httpProvider, smtpServer } from '../support/providers.ts';
import { smsMessage } from '../support/send-to.ts';

/** Settings in which all is well. */
export function sendingSettings(changes: Partial<SendingSettings> = {}): SendingSettings {
  return {
    release: { major: 3, minor: 4, patch: 0 },
    providers: [],
    smtpServer: smtpServer(),
    proxy: null,
    store: [],
    ...changes,
  };
}

export function certificate(subject: string, issuer: string, changes: Partial<CertificateFacts> = {}) {
  return {
    subject,
    issuer,
    serialNumber: '1A2B',
    validFrom: '2025-01-01T00:00:00.000Z',
    validTo: '2030-01-01T00:00:00.000Z',
    subjectAltName: null,
    fingerprint256: `${subject}/${issuer}`,
    inStore: false,
    ...changes,
  };
}

export function exchange(changes: Partial<Exchange> = {}): Exchange {
  return {
    target: { host: 'sms.example.com', port: 443, secure: true },
    redirectedTo: null,
    proxy: null,
    address: null,
    reusedConnection: false,
    tls: null,
    request: '',
    response: '',
    responseCut: false,
    lines: [],
    timings: { dns: null, connect: null, proxy: null, tls: null, firstByte: null, total: 12 },
    failure: null,
    ...changes,
  };
}

/** An attempt that ended with a failure; with `null` as its exchange, before the network was touched. */
export function failedCase(
  failure: Pick<Failure, 'phase' | 'code'> & Partial<Failure>,
  {
    during = {},
    provider = httpProvider({
      name: 'A gateway',
      url: 'https://sms.example.com/send?to=$mobilenumber$&text=',
    }),
    settings = {},
  }: {
    during?: Partial<Exchange> | null;
    provider?: Provider | null;
    settings?: Partial<SendingSettings>;
  } = {},
): Case {
  const whole: Failure = {
    message: `It failed with ${failure.code}.`,
    timedOut: failure.code === 'TIMEOUT',
    mayHaveBeenSent: false,
    ...failure,
  };
  const exchanges = during === null ? [] : [exchange({ ...during, failure: whole })];
  const protocol = provider?.type === 'http' ? ('http' as const) : ('smtp' as const);
  return {
    settings: sendingSettings(settings),
    provider,
    providerName: provider?.name ?? 'SMTP server',
    message: { ...smsMessage(), kind: provider === null ? 'email' : 'sms' },
    template: '',
    sample: false,
    channel: provider === null ? 'email' : provider.type === 'smtp' ? 'sms-email-gateway' : 'http-get',
    outgoing: [],
    end: {
      failure: whole,
      receipt: null,
      iseVerdict: 'failed',
      transcripts: [{ protocol, exchanges, notes: [] }],
    },
  };
}

/** The same before anything is sent. */
export function unsent(one: Case): Case {
  return { ...one, end: null };
}
