import type { Router } from 'express';
import type { Diagnosis } from '../../../domain/diagnosis.ts';
import type { Provider } from '../../../domain/provider.ts';
import type { JsonRow } from '../../../domain/provider-book.ts';
import { respond } from '../respond.ts';
import { texts } from '../texts.ts';
import type { EditorParts } from './editor.ts';
import { sentencesOf } from './editor-model.ts';
import { typeOf } from './form.ts';
import { sampleMessage, testMessage } from './test-message.ts';

interface Row {
  name: string;
  type: string;
  channel: string | null;
  channelReason: string | null;
  /** The most causal finding, before anything is sent. */
  worst: Diagnosis | null;
  findings: number;
  /** The emulator's settings that are no guesses any more. */
  observed: string[];
  /** Of a row that describes no provider. */
  mistakes: string[];
  link: string | null;
}

/** `/providers`: every row of `providers.json`, judged before anything is sent. */
export function providerList(router: Router, parts: EditorParts): void {
  const { book, trial, portal, clock } = parts;

  async function judge(
    provider: Provider | null,
  ): Promise<Pick<Row, 'channel' | 'channelReason' | 'worst' | 'findings'>> {
    const tested = testMessage(sampleMessage(portal, clock.now()), parts);
    const mail = { kind: 'email', to: 'jane.doe@example.com', from: '', subject: '', html: '' } as const;
    const message = provider === null ? { ...tested.message, ...mail } : tested.message;
    const found = await trial.preview({ ...tested, provider, message });
    const [worst = null] = found.diagnosis;
    const { channel, channelReason, diagnosis, failure } = found;
    const unexplained = failure !== null && worst === null;
    const own = unexplained
      ? {
          rule: failure.code,
          certainty: 'cause' as const,
          problem: failure.message,
          remedy: '',
          evidence: [],
        }
      : worst;
    return { channel, channelReason, worst: own, findings: diagnosis.length };
  }

  async function present(row: JsonRow, base: string): Promise<Row> {
    const name = String(row.name ?? '');
    const link = `${base}/providers/${encodeURIComponent(name)}`;
    const checked = book.check(row, name);
    const own = { name, type: typeOf(row), link };
    if ('provider' in checked) {
      const observed = book.observed(checked.provider);
      return { ...own, mistakes: [], observed, ...(await judge(checked.provider)) };
    }
    const mistakes = Object.entries(sentencesOf(checked.mistakes)).map(
      ([field, text]) => `${field}: ${text}`,
    );
    return { ...own, observed: [], channel: null, channelReason: null, worst: null, findings: 0, mistakes };
  }

  router.get('/providers', async (request, response) => {
    const base = request.baseUrl;
    const { rows, ...reading } = book.read();
    const { smtpServer, proxy } = book.settings();
    const model = {
      file: reading.file,
      readOnly: reading.readOnly,
      problem: reading.problem,
      providers: await Promise.all(rows.map((row) => present(row, base))),
      smtpServer: {
        host: smtpServer.smtpServer,
        port: smtpServer.smtpPort,
        encrypted: smtpServer.useTLSorSSLEncryption,
        userName: smtpServer.usePasswordAuthentication ? smtpServer.userName : null,
        from: smtpServer.defaultFromAddress,
        ...(await judge(null)),
      },
      proxy: proxy && {
        host: proxy.fqdn,
        port: proxy.port,
        userName: proxy.userName,
        bypassHosts: proxy.bypassHosts,
      },
    };
    const title = texts('inspector_gateways_title');
    const page = { view: 'providers', title, section: 'providers', base } as const;
    respond(request, response, { ...page, watch: [] }, model);
  });
}
