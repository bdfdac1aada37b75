import assert from 'node:assert/strict';
import { requestRenderer } from '../../src/cli/render-request.ts';
import {
  CALIBRATED,
  type CalibratedSetting,
  type Calibration,
  type Capture,
} from '../../src/domain/comparison/calibration.ts';
import { allCombinations } from '../../src/domain/comparison/combinations.ts';
import type { HttpProvider } from '../../src/domain/provider.ts';
import { calibrate } from '../../src/services/calibrate.ts';
import { httpProvider } from '../support/providers.ts';
import { smsMessage } from '../support/send-to.ts';

const render = requestRenderer();

function capture(bytes: Uint8Array | string, changes: Partial<Capture> = {}): Capture {
  return {
    bytes: Buffer.from(bytes),
    at: null,
    from: null,
    source: 'a test',
    secure: null,
    simulator: null,
    sent: null,
    complete: true,
    ...changes,
  };
}

/** What a sender with these settings puts on the wire, asked for its credentials where it waits for that. */
async function send(provider: HttpProvider, text = 'Hello you & me'): Promise<Capture[]> {
  const message = smsMessage(text);
  const first = await render(provider, message);
  if (first === null) return [];
  const again =
    provider.emulator.preemptiveAuth === false &&
    (await render({ ...provider, emulator: { ...provider.emulator, preemptiveAuth: true } }, message));
  return [capture(first), ...(again && !Buffer.from(again).equals(first) ? [capture(again)] : [])];
}

function findingOf({ findings }: Calibration, setting: CalibratedSetting) {
  return findings.find((finding) => finding.setting === setting);
}

const PROVIDERS: Record<string, Partial<HttpProvider>> = {
  'GET with a key': { httpsPassword: 'a-secret-key' },
  'form built by ISE': {
    url: 'https://provider.example/Messages.json?From=%2B17752874976',
    useHttpPost: true,
    httpPostContentType: 'application/x-www-form-urlencoded',
    httpsUsername: 'AC1',
    httpsPassword: 'a-secret-token',
  },
  'JSON built by ISE': {
    url: 'https://provider.example/rest/message?from=1775&x-version=1&mo=1',
    useHttpPost: true,
    httpPostContentType: 'application/json',
    httpsUsername: 'someone',
    httpsPassword: 'a-secret-token',
  },
  'template in form encoding': {
    url: 'https://provider.example/sms?key=1&for=$message$',
    data: 'number=$mobilenumber$&text=$message$',
    useHttpPost: true,
    httpPostContentType: 'application/x-www-form-urlencoded',
  },
};

describe('calibration', () => {
  for (const [name, fields] of Object.entries(PROVIDERS)) {
    it(`${name}: from the defaults, each combination of settings is found by its bytes`, async () => {
      const provider = httpProvider(fields);
      const seen = new Map<string, number>();
      for (const emulator of allCombinations(true)) {
        const captures = await send({ ...provider, emulator });
        const bytes = captures.map((one) => Buffer.from(one.bytes).toString('latin1')).join('\n');
        if (seen.has(bytes)) continue;
        seen.set(bytes, 1);
        const calibration = await calibrate(
          { render, secrets: ['a-secret-token', 'a-secret-key'] },
          provider,
          captures,
        );
        assert.deepEqual([calibration.after, calibration.unexplained], [0, []], JSON.stringify(emulator));
        const found = Object.fromEntries(calibration.findings.map(({ setting, value }) => [setting, value]));
        const again = await send({ ...provider, emulator: found });
        assert.deepEqual(
          again.map((one) => Buffer.from(one.bytes).toString('latin1')).join('\n'),
          bytes,
          `${JSON.stringify(emulator)} became ${JSON.stringify(found)}`,
        );
        for (const { setting, decided, value } of calibration.findings) {
          if (setting !== 'postBody' && decided) assert.equal(value, emulator[setting], setting);
        }
      }
      assert.ok(seen.size >= 4, `only ${seen.size} different requests`);
    });
  }

  it('which request decided what is told, and what no request shows stays undecided', async () => {
    const provider = httpProvider();
    const emulator = { plus: 'keep', spaces: 'percent' } as const;
    const captures = [
      ...(await send({ ...provider, emulator }, 'Hello')),
      ...(await send({ ...provider, emulator }, 'Hello you')),
    ];
    const calibration = await calibrate({ render, secrets: [] }, provider, captures);
    assert.deepEqual(
      CALIBRATED.map((setting) => {
        const { value, decided, requests, undecided } = findingOf(calibration, setting) ?? {};
        return [setting, value, decided, requests, undecided];
      }),
      [
        ['plus', 'keep', true, [0, 1], null],
        ['spaces', 'percent', true, [1], null],
        ['authorization', 'basic', false, [], 'not-used'],
        ['preemptiveAuth', true, false, [], 'not-used'],
        ['keepQueryOnPost', false, false, [], 'not-used'],
        ['postBody', 'auto', false, [], 'not-used'],
      ],
    );
    assert.ok(calibration.before > calibration.after);
  });

  it('what no setting explains is left over by its name', async () => {
    const raw =
      'GET /send?to=15556661212&text=Hello+you HTTP/1.1\r\nUser-Agent: Java/1.8\r\nHost: 127.0.0.1:8081\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n';
    const calibration = await calibrate({ render, secrets: [] }, httpProvider(), [capture(raw)]);
    assert.deepEqual(
      calibration.unexplained.map(({ place, name, verdict, theirs }) => [place, name, verdict, theirs]),
      [
        ['header', 'User-Agent', 'only-theirs', 'Java/1.8'],
        ['header', 'Accept', 'only-theirs', '*/*'],
      ],
    );
    assert.equal(findingOf(calibration, 'spaces')?.value, 'plus');
  });

  it('credentials: whether they came at once is only decided where an earlier request would have been seen', async () => {
    const provider = httpProvider(PROVIDERS['form built by ISE']);
    const [one] = await send(provider);
    assert.ok(one);
    const seen = await calibrate({ render, secrets: [] }, provider, [one]);
    const unseen = await calibrate({ render, secrets: [] }, provider, [{ ...one, complete: false }]);
    assert.deepEqual(
      [findingOf(seen, 'preemptiveAuth')?.decided, findingOf(unseen, 'preemptiveAuth')?.undecided],
      [true, 'first-unknown'],
    );
  });

  it('bytes that are no request, or bring no message, are left out and named', async () => {
    const captures = [capture('\u0016\u0003\u0001'), capture('GET /favicon.ico HTTP/1.1\r\n\r\n')];
    const { skipped, compared, findings } = await calibrate(
      { render, secrets: [] },
      httpProvider(),
      captures,
    );
    assert.deepEqual(skipped, [
      { request: 0, why: 'not-http' },
      { request: 1, why: 'no-message' },
    ]);
    assert.deepEqual(compared, []);
    assert.ok(findings.every(({ decided }) => !decided));
  });
});
