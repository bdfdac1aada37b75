import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { parseProvidersFile } from '../../src/config/providers-file.ts';
import type { Diagnosis } from '../../src/domain/diagnosis.ts';
import { secretsOfProvider } from '../../src/domain/provider-secrets.ts';
import { createEmulator, type Emulator } from '../../src/index.ts';
import type { Controls, Fault } from '../../src/simulators/faults.ts';
import type { ChainName } from '../../src/simulators/index.ts';
import { shippedProviders } from './emulators.ts';
import {
  type OtherSide,
  type ProxySide,
  type Running,
  startOtherSide,
  startProxySide,
} from './other-side.ts';
import { CA_NAMES, type CaName, type ChainLab } from './served-chains.ts';

type Row = Record<string, unknown>;
type Vendor = 'clickatell' | 'clickatellRest' | 'clickatellPlatform' | 'twilio' | 'smtpServer';

/** A set-up that does not work, as its file describes it. */
export interface BrokenSetUp {
  /** The name of a shipped provider, a row of its own, or null: an email. */
  provider: string | Row | null;
  /** To a shipped row. */
  changes?: Row;
  to?: string;
  text?: string;
  /** The text before its variables were replaced; the text itself unless given. */
  template?: string;
  release?: string;
  /** The fields of ISE's proxy page; host and port are those of `proxySide` unless given. */
  proxy?: Row;
  proxySide?: ProxySide;
  smtpServer?: Row;
  /** Names of the lab's CAs (`root`, `G2`, …), or `simulator`. */
  trustedCertificates?: string[];
  /** Our simulators, strict as they are, unless given; `nobody`: wherever the settings point. */
  otherSide?: OtherSide | 'nobody';
  /** Beside what is shipped; the word `simulator` leads to our simulators. */
  connectTo?: Record<string, string>;
  /** Faults that the simulators are told of, and the chain they serve. */
  simulators?: Partial<Record<Vendor, Fault>> & { chain?: ChainName };
  /** How many messages go through before this one. */
  sentBefore?: number;
  /** True: the settings are judged, and nothing is sent. */
  preview?: boolean;
  /** The first is the first of the diagnosis; the others follow in this order, perhaps with more between. */
  expect: { rule: string; says: string; remedy?: string; evidence?: string }[];
  /** What must not stand anywhere in the diagnosis, beside the credentials. */
  hides?: string[];
  /** Rules that must stay silent. */
  never?: string[];
}

export function readSetUp(file: string): BrokenSetUp {
  const errors: ParseError[] = [];
  const setUp: BrokenSetUp = parse(readFileSync(file, 'utf8'), errors, { allowTrailingComma: true });
  assert.deepEqual(
    errors.map(({ error, offset }) => `${printParseErrorCode(error)} at ${offset}`),
    [],
    file,
  );
  return setUp;
}

/** Runs it through the real thing, and checks the diagnosis, that it is kept, and that no secret is in it. */
export async function runSetUp(setUp: BrokenSetUp, lab: ChainLab): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const open = <T extends { close(): Promise<void> }>(one: T): T => {
    stack.defer(() => one.close());
    return one;
  };
  const { otherSide, proxySide } = setUp;
  const row = rowOf(setUp);
  const target = targetOf(setUp, row);
  const other: Running | null =
    otherSide === undefined || otherSide === 'nobody'
      ? null
      : open(await startOtherSide(otherSide, lab, target.host));
  const proxy = proxySide === undefined ? null : open(await startProxySide(proxySide, lab, target.host));

  const providers = settingsOf(setUp, { row, target, lab, other, proxy });
  const release = setUp.release === undefined ? {} : { release: setUp.release };
  const emulator = open(await createEmulator({ ...release, providers }));
  prepare(emulator, setUp);

  const parsed = parseProvidersFile(providers, {});
  assert.ok('ok' in parsed);
  const provider = row === null ? null : (parsed.ok.providers.find(({ name }) => name === row.name) ?? null);
  const text = setUp.text ?? 'Your account details: Username: jdoe Password: 1234';
  const message = {
    kind: provider === null ? ('email' as const) : ('sms' as const),
    to: setUp.to ?? (provider === null ? 'jane@guest.example' : '+15556661212'),
    ...(provider === null ? { from: 'donotreply@example.com', subject: 'Your account' } : {}),
    text,
    date: '2026-11-22T14:28:00.123Z',
    id: 'message-1',
  };
  const tryout = { provider, message, template: setUp.template ?? text, sample: false };

  for (let sent = 0; sent < (setUp.sentBefore ?? 0); sent += 1) await emulator.trial.send(tryout);
  let diagnosis: Diagnosis[];
  if (setUp.preview) diagnosis = (await emulator.trial.preview(tryout)).diagnosis;
  else {
    const { outcome, deliveryId } = await emulator.trial.send(tryout);
    diagnosis = outcome.diagnosis;
    const kept = await emulator.deliveries.find(deliveryId);
    assert.deepEqual(kept?.delivery.diagnosis, diagnosis, 'kept with the delivery');
    assert.deepEqual(kept?.attempts.at(-1)?.diagnosis, diagnosis, 'kept with the attempt');
  }

  const fill = filler(lab, { other, proxy });
  expectDiagnosis(diagnosis, setUp, fill);
  const { smtpServer, proxy: proxySettings } = parsed.ok;
  const secrets = [
    ...(provider?.type === 'http' ? secretsOfProvider(provider) : []),
    smtpServer.password,
    proxySettings?.password ?? '',
  ];
  expectNoSecret(JSON.stringify(diagnosis), secrets);
  for (const hidden of setUp.hides ?? []) assert.ok(!JSON.stringify(diagnosis).includes(hidden), hidden);
}

function rowOf({ provider, changes }: BrokenSetUp): Row | null {
  if (provider === null) return null;
  if (typeof provider === 'object')
    return { name: 'A provider', type: 'http', data: '$message$', ...provider };
  const row = shippedProviders().providers.find(({ name }) => name === provider);
  assert.ok(row, `"${provider}" is no shipped provider`);
  return { ...row, ...changes };
}

/** Where the settings point, before `connectTo`. */
function targetOf({ smtpServer }: BrokenSetUp, row: Row | null): { host: string; ports: number[] } {
  const url = /^(https?):\/\/(?:[^@/]*@)?([^/?#:]+)(?::(\d+))?/i.exec(String(row?.url ?? ''));
  if (url) {
    return { host: url[2] ?? '', ports: [80, 443, ...(url[3] === undefined ? [] : [Number(url[3])])] };
  }
  const { smtpServer: host = 'smtp.example.com', smtpPort = 25 } = smtpServer ?? {};
  return { host: String(host), ports: [Number(smtpPort)] };
}

function settingsOf(
  { smtpServer, proxy: proxySettings, trustedCertificates, otherSide, connectTo }: BrokenSetUp,
  {
    row,
    target,
    lab,
    other,
    proxy,
  }: {
    row: Row | null;
    target: { ports: number[] };
    lab: ChainLab;
    other: Running | null;
    proxy: Running | null;
  },
): Row {
  const shipped = shippedProviders();
  const led = Object.fromEntries(target.ports.map((port) => [`*:${port}`, `127.0.0.1:${other?.port}`]));
  const proxied = proxySettings !== undefined || proxy !== null;
  return {
    ...shipped,
    providers: row === null ? shipped.providers : [row],
    smtpServer: { ...(shipped.smtpServer as Row), ...smtpServer },
    proxy: proxied ? { fqdn: '127.0.0.1', port: proxy?.port ?? 3128, ...proxySettings } : null,
    trustedCertificates: (trustedCertificates ?? ['simulator', 'root', 'G2']).map((name) =>
      name === 'simulator' ? name : caOf(lab, name).cert,
    ),
    ...(connectTo === undefined
      ? {}
      : { connectTo: { ...(shipped.connectTo as Record<string, string>), ...connectTo } }),
    ...(otherSide === undefined ? {} : { connectTo: otherSide === 'nobody' ? {} : led }),
  };
}

function caOf({ cas }: ChainLab, name: string) {
  assert.ok((CA_NAMES as readonly string[]).includes(name), `"${name}" is not one of ${CA_NAMES.join(', ')}`);
  return cas[name as CaName];
}

function prepare({ simulators }: Emulator, { simulators: wanted = {} }: BrokenSetUp): void {
  const { chain, ...faults } = wanted;
  if (chain !== undefined) simulators.certificates.use(chain);
  for (const [vendor, fault] of Object.entries(faults)) {
    const controls: Controls = simulators[vendor as Vendor];
    controls.failNext(fault);
  }
}

/** `{port}` is the other side's, `{proxyPort}` the proxy's, `{serial of G3}` that of a CA of the lab. */
function filler(lab: ChainLab, { other, proxy }: { other: Running | null; proxy: Running | null }) {
  return (text: string): string =>
    text
      .replaceAll('{port}', String(other?.port))
      .replaceAll('{proxyPort}', String(proxy?.port))
      .replaceAll(/\{serial of ([^}]+)\}/g, (_, name: string) => caOf(lab, name).serialNumber);
}

function expectDiagnosis(
  diagnosis: Diagnosis[],
  { expect, never = [] }: BrokenSetUp,
  fill: (text: string) => string,
): void {
  const shown = JSON.stringify(diagnosis, null, 2);
  assert.equal(diagnosis[0]?.rule, expect[0]?.rule, shown);
  let from = 0;
  for (const { rule, says, remedy, evidence } of expect) {
    const at = diagnosis.findIndex((found, index) => index >= from && found.rule === rule);
    const found = diagnosis[at];
    assert.ok(found, `${rule} is not there, or not in this place: ${shown}`);
    from = at + 1;
    const contains = (text: string, wanted: string | undefined) => {
      if (wanted !== undefined)
        assert.ok(text.includes(fill(wanted)), `${rule}: "${fill(wanted)}" in ${shown}`);
    };
    contains(found.problem, says);
    contains(found.remedy, remedy);
    contains(found.evidence.join('\n'), evidence);
  }
  for (const rule of never) assert.ok(!diagnosis.some((found) => found.rule === rule), `${rule}: ${shown}`);
}

function expectNoSecret(text: string, secrets: string[]): void {
  for (const secret of secrets.filter((value) => value.length >= 6)) {
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      assert.ok(!text.includes(form), `a secret is in ${text}`);
    }
  }
}
