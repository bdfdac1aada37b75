import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { type Lab, startLab } from './lab.ts';

describe('controls under /_sim/', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    lab.ask('POST', path, {
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('the index lists controls, simulators and vendor paths; nothing is recorded', async () => {
    for (const path of ['/_sim', '/_sim/']) {
      const { status, json } = await lab.ask('GET', path);
      assert.equal(status, 200);
      assert.ok(json.controls['POST /_sim/faults']);
      assert.deepEqual(json.simulators, [
        'clickatell',
        'clickatellRest',
        'clickatellPlatform',
        'twilio',
        'smtpServer',
      ]);
      assert.ok(json.vendorPaths.includes('/messages/http/send'));
    }
    assert.deepEqual(await lab.rows(), []);
  });

  it('a fault is scripted, strikes, is listed with its hit, and forgotten', async () => {
    const created = await post('/_sim/faults', { simulator: 'clickatell', code: '301', to: '27999112345' });
    assert.deepEqual(
      [created.status, created.json.remaining, created.json.simulator],
      [201, 1, 'clickatell'],
    );
    const told = await lab.ask(
      'GET',
      '/http/sendmsg?user=lab&password=lab-password&api_id=3591672&to=27999112345&text=x',
    );
    assert.equal(told.text, 'ERR: 301, No Credit Left');
    const { faults } = (await lab.ask('GET', '/_sim/faults')).json;
    assert.equal(faults[0].hits[0].requestId, (await lab.lastRow()).id);
    await post('/_sim/faults', { simulator: 'twilio', hang: true });
    assert.equal((await lab.ask('DELETE', '/_sim/faults?simulator=clickatell')).json.faults.length, 1);
    assert.equal((await lab.ask('DELETE', '/_sim/faults')).json.faults.length, 0);
  });

  const wrong: [string, string, unknown, RegExp][] = [
    [
      'an unknown simulator',
      '/_sim/faults',
      { simulator: 'vonage', code: 1 },
      /^simulator: "vonage" is not allowed: one of clickatell, /,
    ],
    [
      'an unknown code',
      '/_sim/faults',
      { simulator: 'clickatell', code: '999' },
      /^code: "999" is not allowed: one of Clickatell's codes 001, /,
    ],
    [
      'an unknown field',
      '/_sim/faults',
      { simulator: 'twilio', code: 21211, sometimes: true },
      /the fields are times, to, tag, hang/,
    ],
    [
      'times 0',
      '/_sim/faults',
      { simulator: 'twilio', hang: true, times: 0 },
      /^times: 0 is not allowed: a whole number from 1, or "all"$/,
    ],
    [
      'an unknown chain',
      '/_sim/tls',
      { chain: 'g4' },
      /^chain: "g4" is not allowed: one of g2, g2-leaf-only, /,
    ],
    ['no object', '/_sim/tls', [], /^body: /],
  ];
  for (const [what, path, body, why] of wrong) {
    it(`${what}: 400 that names field, value and what is allowed`, async () => {
      const told = await post(path, body);
      assert.equal(told.status, 400);
      assert.match(told.json.error, why);
    });
  }

  it('no JSON: 400; no such control: 404; another method: 405', async () => {
    assert.equal((await lab.ask('POST', '/_sim/tls', { body: 'chain=g3' })).json.error, 'body: is not JSON');
    assert.equal((await lab.ask('GET', '/_sim/nothing')).status, 404);
    const put = await lab.ask('PUT', '/_sim/tls');
    assert.deepEqual([put.status, put.headers.allow], [405, 'GET, POST']);
  });

  const foreign: [string, Record<string, string>][] = [
    ['another origin', { Origin: 'https://evil.example' }],
    ['a sandboxed page', { Origin: 'null' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['the same site', { 'Sec-Fetch-Site': 'same-site' }],
    ['a name that points here', { Origin: 'http://rebound.example:1', Host: 'rebound.example:1' }],
  ];
  for (const [what, headers] of foreign) {
    it(`a page of ${what} may not post: 403`, async () => {
      const told = await post('/_sim/tls', { chain: 'g3' }, headers);
      assert.equal(told.status, 403);
      assert.equal(lab.sim.certificates.current, 'g2');
    });
  }

  it('a page of the own origin may', async () => {
    const told = await post(
      '/_sim/tls',
      { chain: 'g3' },
      { Origin: lab.sim.http.url, 'Sec-Fetch-Site': 'same-origin' },
    );
    assert.equal(told.status, 200);
    assert.equal(lab.sim.certificates.current, 'g3');
    assert.equal((await lab.ask('GET', '/_sim/tls')).json.chain, 'g3');
  });

  it('certificates', async () => {
    const file = async (name: string) => (await lab.ask('GET', `/_sim/certificates/${name}.pem`)).text;
    assert.equal(await file('root'), lab.authority.rootPem);
    assert.equal(await file('g2'), lab.authority.g2Pem);
    assert.equal(await file('g3'), await lab.authority.g3Pem());
    const other = new X509Certificate(await file('other-root'));
    const root = new X509Certificate(lab.authority.rootPem);
    assert.equal(other.subject, root.subject);
    assert.notEqual(other.serialNumber, root.serialNumber);
    assert.match(new X509Certificate(await file('chain')).subject, /CN=\*\.clickatell\.com/);
    assert.equal((await file('chain')).match(/BEGIN/g)?.length, 2);
  });

  it('reset: no faults, no messages, the right chain', async () => {
    await post('/_sim/tls', { chain: 'expired' });
    await post('/_sim/faults', { simulator: 'twilio', hang: true });
    assert.deepEqual((await post('/_sim/reset', {})).json, { reset: true });
    assert.equal(lab.sim.certificates.current, 'g2');
    assert.deepEqual(lab.sim.twilio.accountable, []);
  });

  it('by TLS too', async () => {
    const socket = connect({ port: lab.sim.https.port, host: '127.0.0.1', ca: lab.sim.ca }, () =>
      socket.write('GET /_sim/tls HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
    );
    let told = '';
    socket.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    await new Promise((resolve) => socket.once('end', resolve));
    assert.match(told, /^HTTP\/1\.1 200 .*"chain":"g2"/s);
    assert.deepEqual(await lab.rows(), []);
  });
});
