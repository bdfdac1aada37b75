import assert from 'node:assert/strict';
import { httpChannel } from '../../src/channels/index.ts';
import { diagnose } from '../../src/diagnosis/index.ts';
import { urlParts } from '../../src/diagnosis/url-parts.ts';
import type { HttpOutgoing, Receipt } from '../../src/domain/channel.ts';
import type { Case, Diagnosis } from '../../src/domain/diagnosis.ts';
import { AppError } from '../../src/domain/errors.ts';
import type { HttpProvider } from '../../src/domain/provider.ts';
import type { CertificateFacts, Failure, Transcript } from '../../src/domain/transcript.ts';
import { httpAnswer } from './bare-server.ts';
import { smtpServer } from './providers.ts';
import { smsMessage } from './send-to.ts';

/** What a set-up that works has imported, among others. */
const ROOT: CertificateFacts = {
  subject: 'CN=A Public Root',
  issuer: 'CN=A Public Root',
  serialNumber: '01',
  validFrom: '2020-01-01T00:00:00.000Z',
  validTo: '2040-01-01T00:00:00.000Z',
  subjectAltName: null,
  fingerprint256: '01',
  inStore: true,
};

/** What a provider answers to a request. */
export interface Answered {
  status: string;
  headers?: string[];
  /** Text, or a value that is written as JSON. */
  body?: unknown;
}

export interface Tried {
  to?: string;
  text?: string;
  /** The text before its variables were replaced. */
  template?: string;
  sample?: boolean;
  /** Absent: nothing has been sent. */
  answer?: Answered;
  /** True: `connectTo` led it to the simulators. */
  led?: boolean;
  /** Instead of an answer: what happened on the way. */
  failure?: Failure;
}

/** A message through this provider as the emulator builds and reads it, without a network in between. */
export function caseOf(provider: HttpProvider, tried: Tried = {}): Case {
  const message = smsMessage(tried.text, tried.to);
  const route = httpChannel(provider);
  const outgoing: HttpOutgoing[] = [];
  let failure: Failure | null = tried.failure ?? null;
  try {
    const built = route.build(message);
    if (built.protocol === 'http') outgoing.push(built);
  } catch (error) {
    assert.ok(error instanceof AppError);
    const { message: words } = error;
    failure = { phase: 'configuration', code: 'X', message: words, timedOut: false, mayHaveBeenSent: false };
  }
  const { answer } = tried;
  const body = typeof answer?.body === 'string' ? answer.body : JSON.stringify(answer?.body ?? '');
  const receipt: Receipt | null =
    answer === undefined
      ? null
      : route.read({
          protocol: 'http',
          status: Number(answer.status.slice(0, 3)),
          headers: (answer.headers ?? []).map((line) => {
            const [name = '', value = ''] = line.split(/:\s*/);
            return [name, value];
          }),
          body: Buffer.from(body),
        });
  return {
    settings: {
      release: { major: 3, minor: 4, patch: 0 },
      providers: [provider],
      smtpServer: smtpServer(),
      proxy: null,
      store: [ROOT],
    },
    provider,
    providerName: provider.name,
    message,
    template: tried.template ?? message.text,
    sample: tried.sample ?? false,
    channel: route.channel,
    outgoing,
    end:
      answer === undefined && failure === null
        ? null
        : {
            failure,
            receipt,
            iseVerdict: /^2/.test(answer?.status ?? '') ? 'sent' : 'failed',
            transcripts:
              outgoing.length === 0
                ? []
                : [transcriptOf(outgoing, { answer, body, led: tried.led === true })],
          },
  };
}

/** What is wrong with it. */
export function diagnosed(provider: HttpProvider, tried?: Tried): Diagnosis[] {
  return diagnose(caseOf(provider, tried));
}

/** The one finding of this rule; fails when there is none. */
export function found(diagnosis: Diagnosis[], rule: string): Diagnosis {
  const one = diagnosis.find((each) => each.rule === rule);
  assert.ok(one, `${rule} is not among ${diagnosis.map((each) => each.rule).join(', ') || 'nothing'}`);
  return one;
}

/** The rules that spoke, in their order. */
export const rulesOf = (diagnosis: Diagnosis[]): string[] => diagnosis.map(({ rule }) => rule);

function transcriptOf(
  outgoing: HttpOutgoing[],
  { answer, body, led }: { answer: Answered | undefined; body: string; led: boolean },
): Transcript {
  const [first] = outgoing;
  const authorization = first?.basicAuth?.preemptive ? 'Authorization: Basic ********\r\n' : '';
  const text = answer === undefined ? '' : httpAnswer(answer.status, body, answer.headers);
  return {
    protocol: 'http',
    notes: [],
    exchanges: [
      {
        target: led
          ? { host: urlParts(first?.url ?? '')?.host ?? '', port: 443, secure: true }
          : { host: 'provider.example', port: 80, secure: false },
        redirectedTo: led ? { host: '127.0.0.1', port: 80 } : null,
        proxy: null,
        address: { ip: '127.0.0.1', port: 80 },
        reusedConnection: false,
        tls: null,
        request: Buffer.from(`${first?.method} / HTTP/1.1\r\n${authorization}\r\n`).toString('base64'),
        response: Buffer.from(text).toString('base64'),
        responseCut: false,
        lines: [],
        timings: { dns: null, connect: 1, proxy: null, tls: null, firstByte: 1, total: 1 },
        failure: null,
      },
    ],
  };
}
