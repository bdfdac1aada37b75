import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { calibrate } from '../../src/cli/calibrate.ts';
import { createEmulator } from '../../src/index.ts';
import { cleanUp, emptyFolder, run } from '../support/command.ts';
import { closeEmulators, shippedProviders, startEmulator } from '../support/emulators.ts';
import { fakeOutput } from '../support/fake-output.ts';

const CLICKATELL = '/http/sendmsg?user=someone&password=their-password&api_id=77&to=%2B15556661212';

/** A real sender that writes blanks as %20 and keeps the +. */
const RAW = [
  `GET /http/sendmsg?user=someone&password=their-password&api_id=77&to=+15556661212&MO=0&from=17752874976&text=Username:%20jdoe%20Password:%20s3cret HTTP/1.1`,
  'Host: 10.0.0.1:8081',
  'User-Agent: Jakarta',
  'Connection: keep-alive',
  '',
  '',
].join('\r\n');

describe('ise-guest calibrate', () => {
  afterEach(async () => {
    await closeEmulators();
    cleanUp();
  });

  /** A folder with a providers file in its own layout, and a file with what was captured. */
  function files(captured: string | Buffer, name = 'captured.txt') {
    const folder = emptyFolder();
    const providers = path.join(folder, 'providers.json');
    const from = path.join(folder, name);
    writeFileSync(providers, readFileSync('providers.json', 'utf8'));
    writeFileSync(from, captured);
    return { folder, providers, from };
  }

  async function calibrated(
    flags: { providers: string; from?: string; url?: string; write?: boolean; provider?: string },
    json = true,
  ) {
    const out = fakeOutput();
    const portal = 'portal.json';
    const code = await calibrate(
      { portal, release: '3.4', url: 'http://127.0.0.1:9', json, ...flags },
      out.output,
    );
    return { code, out };
  }

  it('a raw request: settings and evidence are written, nothing else is changed, secrets are not', async () => {
    const { folder, ...flags } = files(RAW);
    const before = readFileSync(flags.providers, 'utf8');
    const { code } = await calibrated({ ...flags, write: true });
    assert.equal(code, 1, 'the User-Agent is left');
    const after = readFileSync(flags.providers, 'utf8');
    const row = JSON.parse(after).providers[0];
    assert.deepEqual(row.emulator, { plus: 'keep', spaces: 'percent' });
    const added = after.split('\n').filter((line) => !before.split('\n').includes(line));
    assert.ok(added.length <= 6, added.join('\n'));
    const evidence = JSON.parse(readFileSync(path.join(folder, 'calibration.json'), 'utf8'));
    const { settings, undecided, unexplained, requests } = evidence.providers['Global Default'];
    assert.deepEqual(settings, {
      plus: { value: 'keep', requests: [0] },
      spaces: { value: 'percent', requests: [0] },
    });
    assert.match(undecided.authorization, /makes no use/);
    assert.ok(unexplained.includes('Header User-Agent: only received (Jakarta)'), unexplained.join('\n'));
    assert.match(requests[0].request, /^GET \/http\/sendmsg\?user=someone&password=\*{8}/);
    assert.doesNotMatch(JSON.stringify(evidence), /their-password|s3cret/);
    const emulator = await createEmulator({ providers: flags.providers });
    assert.ok(
      emulator.notes.includes('Global Default: observed on a real sender (calibration.json): plus, spaces.'),
    );
    await emulator.close();
  });

  it('without --write the files stay as they are, and the terminal says what each setting is', async () => {
    const { folder: _, ...flags } = files(RAW);
    const before = readFileSync(flags.providers, 'utf8');
    const { out } = await calibrated(flags, false);
    assert.equal(readFileSync(flags.providers, 'utf8'), before);
    assert.match(out.prose(), /spaces percent, observed in 1 request: 1/);
    assert.match(out.prose(), /Header User-Agent: only received \(Jakarta\), in 1/);
    assert.match(out.prose(), /Nothing was written/);
  });

  it('a HAR and a dump of several requests are read like the wire', async () => {
    const har = {
      log: {
        entries: [
          {
            startedDateTime: '2026-11-22T10:00:00.000Z',
            request: {
              method: 'POST',
              url: 'https://api.twilio.com/2010-04-01/Accounts/AC9/Messages.json',
              httpVersion: 'HTTP/1.1',
              headers: [
                { name: 'Host', value: 'api.twilio.com' },
                { name: 'Content-Type', value: 'application/x-www-form-urlencoded' },
                { name: 'Authorization', value: 'Basic QUM5OnNlY3JldA==' },
                { name: 'Content-Length', value: '54' },
                { name: 'Connection', value: 'keep-alive' },
              ],
              postData: { mimeType: 'x', text: 'To=15556661212&From=%2B17752874976&Body=Hello%20you' },
            },
          },
        ],
      },
    };
    const { folder: _, ...flags } = files(JSON.stringify(har), 'flows.har');
    const { calibrations } = (await calibrated(flags)).out.json<{
      calibrations: { provider: string; findings: { setting: string; value: unknown; decided: boolean }[] }[];
    }>();
    const [one] = calibrations;
    assert.equal(one?.provider, 'Twilio');
    const found = Object.fromEntries(
      (one?.findings ?? []).filter(({ decided }) => decided).map(({ setting, value }) => [setting, value]),
    );
    assert.deepEqual(found, {
      ...{ plus: 'strip', spaces: 'percent', authorization: 'basic', preemptiveAuth: true },
      ...{ keepQueryOnPost: false, postBody: 'auto' },
    });

    const dump = files(`# first\n${RAW}\n-----\n${RAW.replaceAll('%20', '+').replaceAll('\r\n', '\n')}\n`);
    const { calibrations: both } = (
      await calibrated({ providers: dump.providers, from: dump.from })
    ).out.json<{ calibrations: { compared: number[] }[] }>();
    assert.deepEqual(both[0]?.compared, [0, 1]);
  });

  it('what cannot be read is refused with what could be', async () => {
    for (const [content, message] of [
      ['hello', /must be raw HTTP requests as text, or a HAR/],
      ['{"log": {}}', /log\.entries/],
      ['4096:9:websocket;0:~', /mitmdump -nr FLOWS --set hardump/],
    ] as const) {
      const { code, out } = await calibrated(files(content));
      assert.equal(code, 2);
      assert.match(out.stderr().replace(/\s+/g, ' '), message);
    }
    const nowhere = await calibrated({ providers: 'providers.json' });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.out.stderr(), /No emulator answers at/);
    const shipped = await calibrated({ ...files(RAW), providers: 'providers.json', write: true });
    assert.match(shipped.out.stderr().replace(/\s+/g, ' '), /copy this one/);
    const unknown = await calibrated({ ...files(RAW), provider: 'Nobody' });
    assert.match(unknown.out.stderr(), /"Global Default"/);
  });

  it('with a provider named, requests of others are left out and told; a stranger counts when nothing else does', async () => {
    const twilio = [
      'POST /2010-04-01/Accounts/AC9/Messages.json HTTP/1.1',
      'Host: api.twilio.com',
      'Authorization: Basic QUM5OnNlY3JldA==',
      'Content-Type: application/x-www-form-urlencoded',
      'Content-Length: 47',
      '',
      'To=15556661212&From=%2B17752874976&Body=Tea+now',
    ].join('\r\n');
    const strange = RAW.replace('/http/sendmsg', '/carrier/send');
    const both = files([RAW, twilio, strange].join('\n-----\n'));
    const provider = 'Global Default';
    const { out } = await calibrated({ providers: both.providers, from: both.from, provider });
    const answer = out.json<{
      calibrations: { provider: string; compared: number[] }[];
      unknown: string[];
    }>();
    assert.deepEqual(
      answer.calibrations.map((one) => [one.provider, one.compared]),
      [[provider, [0]]],
    );
    assert.deepEqual(answer.unknown, [`${both.from}, request 2`, `${both.from}, request 3`]);
    const { out: told } = await calibrated({ providers: both.providers, from: both.from, provider }, false);
    assert.match(told.prose(), /Left out, for it does not look like one of "Global Default"/);
    const alone = files([strange, twilio].join('\n-----\n'));
    const own = await calibrated({ providers: alone.providers, from: alone.from, provider });
    const { calibrations, unknown } = own.out.json<typeof answer>();
    assert.deepEqual([calibrations[0]?.compared, unknown], [[0], [`${alone.from}, request 2`]]);
  });

  it('of a running lab: requests of others only, by the command itself', async () => {
    const emulator = await startEmulator({ providers: shippedProviders() });
    const { id } = await (async () => {
      await fetch(
        `${emulator.simulators.http.url}${CLICKATELL.replace('someone', 'lab').replace('their-password', 'lab-password').replace('77', '3591672')}&MO=0&from=17752874976&text=Tea+now`,
      );
      return { id: (await emulator.received.listRequests({ limit: 1 })).items[0]?.id };
    })();
    const { folder: _, providers } = files('');
    const { code, output } = await run([
      'calibrate',
      '--providers',
      providers,
      '--url',
      emulator.urls.http,
      '--json',
      '--write',
    ]);
    const answer = JSON.parse(output);
    assert.equal(code, 1);
    assert.deepEqual(answer.calibrations[0].compared, [0]);
    assert.equal(JSON.parse(readFileSync(providers, 'utf8')).providers[0].emulator.spaces, 'plus');
    const evidence = JSON.parse(readFileSync(path.join(path.dirname(providers), 'calibration.json'), 'utf8'));
    assert.equal(
      evidence.providers['Global Default'].requests[0].source,
      `${emulator.urls.http}, request ${id}`,
    );
  });
});
