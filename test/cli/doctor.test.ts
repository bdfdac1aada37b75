import assert from 'node:assert/strict';
import { type DoctorFlags, doctor } from '../../src/cli/doctor.ts';
import { httpAnswer, smtpScript, startBareServer } from '../support/bare-server.ts';
import { issueLabChain, presented } from '../support/certificates.ts';
import { shippedProviders } from '../support/emulators.ts';
import { fakeOutput } from '../support/fake-output.ts';
import { labFiles, removeLabFiles } from '../support/lab-files.ts';

interface DoctorJson {
  examined: {
    provider: string;
    steps: { name: string; state: string; text: string; chain: { inStore: boolean }[] }[];
    result: string;
  }[];
}

describe('ise-guest doctor', function () {
  this.timeout(60_000);
  afterEach(removeLabFiles);

  const ask = async (flags: Partial<DoctorFlags>, providers: unknown = shippedProviders()) => {
    const fake = fakeOutput();
    const code = await doctor({ ...labFiles(providers), ...flags }, fake.output);
    return { code, ...fake };
  };
  /** The steps of one provider as `name: state`, and their texts by name. */
  const stepsOf = async (flags: Partial<DoctorFlags>, providers?: unknown) => {
    const { code, json } = await ask({ ...flags, json: true }, providers);
    const [first] = json<DoctorJson>().examined;
    const steps = first?.steps ?? [];
    return {
      code,
      states: steps.map(({ name, state }) => `${name}: ${state}`),
      text: (name: string) => steps.find((step) => step.name === name)?.text ?? '',
      chain: steps.find(({ name }) => name === 'TLS')?.chain ?? [],
    };
  };
  const row = (url: string) => ({ providers: [{ name: 'Draft', type: 'http', url, data: '$message$' }] });

  it('goes through every step, and says of each that does not apply why', async () => {
    const { code, states, text } = await stepsOf({ provider: 'Twilio' });
    assert.equal(code, 0);
    assert.deepEqual(states, [
      'Configuration: ok',
      'Release: ok',
      'Name (DNS): not asked',
      'Proxy: not asked',
      'TCP: ok',
      'TLS: ok',
      'HTTP: ok',
      'Answer: not asked',
    ]);
    assert.match(
      text('Name (DNS)'),
      /connectTo leads api\.twilio\.com:443 to 127\.0\.0\.1:\d+\. --live asks/,
    );
    assert.match(text('HTTP'), /Asked api\.twilio\.com for "\/", without credentials and without a message/);
    assert.match(text('Answer'), /--send --to NUMBER sends one/);
  });

  it('without --provider it examines all rows and the SMTP server', async () => {
    const { code, stdout } = await ask({});
    assert.equal(code, 0);
    for (const name of ['Global Default', 'Telnyx', 'SMS Email Gateway', 'SMTP server']) {
      assert.match(stdout(), new RegExp(`^${name}\\n {2}Configuration {2}ok `, 'm'));
    }
    assert.match(
      stdout(),
      /CN=api\.twilio\.com, O=ISE Guest Emulator Lab\n +issued by CN=Guest Lab SSL CA - G2/,
    );
  });

  it('--send sends a real message and tells the provider’s answer', async () => {
    const good = await stepsOf({ provider: 'Twilio', send: true, to: '+15556661212' });
    assert.deepEqual([good.code, good.states.at(-1)], [0, 'Answer: ok']);
    const bad = await stepsOf({ provider: 'Twilio', send: true, to: '+1555' });
    assert.deepEqual([bad.code, bad.states.at(-1)], [1, 'Answer: wrong']);
    assert.match(bad.text('Answer'), /^refused: .*21211/);
  });

  it('--send: a risk that the configuration step announces is told below it, though the message was taken', async () => {
    const { code, prose } = await ask({ provider: 'Global Default', send: true, to: '+15556661212' });
    assert.equal(code, 0);
    assert.match(prose(), /The diagnosis below names one doubt\..* Answer ok .*risk .*\[message-exposed\]/);
    assert.doesNotMatch(prose(), /Nothing is wrong/);
  });

  it('--live: a name without address, a closed port and a dead proxy each end the way at their step', async () => {
    const name = await stepsOf(
      { live: true },
      { ...row('http://nobody.invalid/?text='), smtpServer: { smtpServer: '' } },
    );
    assert.deepEqual([name.code, name.states[2], name.states[4]], [3, 'Name (DNS): wrong', 'TCP: not asked']);
    assert.match(name.text('HTTP'), /Not reached: the name has no address/);
    const port = await stepsOf({ live: true, provider: 'Draft' }, row('http://127.0.0.1:1/?text='));
    assert.deepEqual([port.code, port.states[2], port.states[4]], [3, 'Name (DNS): not asked', 'TCP: wrong']);
    const proxied = { ...row('http://sms.test/?text='), proxy: { fqdn: '127.0.0.1', port: 1 } };
    const proxy = await stepsOf({ live: true, provider: 'Draft' }, proxied);
    assert.deepEqual([proxy.code, proxy.states[3]], [3, 'Proxy: wrong']);
  });

  it('a chain that is not trusted is shown with what the store has, and how to learn it', async () => {
    const lab = await issueLabChain(['localhost']);
    const server = await startBareServer({ tls: presented(lab.leafOfG3, lab.g3) });
    const providers = {
      ...row('https://localhost/?text='),
      connectTo: { 'localhost:443': `127.0.0.1:${server.port}` },
      trustedCertificates: [lab.root.cert, lab.g2.cert],
    };
    const { code, states, text, chain } = await stepsOf({ provider: 'Draft' }, providers);
    assert.deepEqual([code, states[5], states[6]], [3, 'TLS: wrong', 'HTTP: not asked']);
    assert.match(text('TLS'), /Lab CA - G3.*"ise-guest trust learn https:\/\/localhost:443"/);
    assert.deepEqual(
      chain.map(({ inStore }) => inStore),
      [false, false],
    );
    assert.equal(
      server.received.every((bytes) => bytes.length === 0),
      true,
    );
    const { prose } = await ask({ provider: 'Draft' }, providers);
    assert.match(
      prose(),
      new RegExp(
        `2\\. CN=Lab CA - G3, O=Lab issued by CN=Lab Root, O=Lab serial ${lab.g3.serialNumber}, until \\d{4}-\\d\\d-\\d\\d, not in the store`,
      ),
    );
    await server.close();
  });

  it('a release that cannot: nothing is tried after it, and every step says so', async () => {
    const { code, states, text } = await stepsOf({ provider: 'Twilio', release: '1.4p7' });
    assert.equal(code, 2);
    assert.deepEqual(states.slice(1, 3), ['Release: wrong', 'Name (DNS): not asked']);
    assert.match(text('HTTP'), /Not tried/);
  });

  it('a mail server that refuses our name is exit code 1; the probe never sends a mail', async () => {
    const server = await startBareServer({
      connected: smtpScript({ EHLO: '554 go away', HELO: '554 go away' }),
    });
    const smtp = { smtpServer: '127.0.0.1', smtpPort: server.port };
    const { code, states } = await stepsOf({}, { providers: [], smtpServer: smtp });
    assert.deepEqual([code, states[6]], [1, 'SMTP: wrong']);
    await server.close();
    const willing = await startBareServer({ connected: smtpScript() });
    const fine = await stepsOf({}, { providers: [], smtpServer: { ...smtp, smtpPort: willing.port } });
    assert.equal(fine.code, 0);
    assert.doesNotMatch(willing.texts().join(), /MAIL FROM/);
    await willing.close();
  });

  it('a probe over HTTP carries no credentials', async () => {
    const server = await startBareServer({
      answer: (_, socket) => void socket.write(httpAnswer('404 Not Found')),
    });
    const { code } = await ask(
      { provider: 'Draft' },
      row(`http://127.0.0.1:${server.port}/send?password=geheim&to=$mobilenumber$&text=`),
    );
    assert.equal(code, 0);
    assert.match(server.texts()[0] ?? '', /^GET \/ HTTP/);
    assert.doesNotMatch(server.texts()[0] ?? '', /geheim/);
    await server.close();
  });

  it('--to without --send, and an unknown provider, are exit code 2', async () => {
    const lonely = await ask({ to: '+15556661212' });
    assert.deepEqual(
      [lonely.code, lonely.stderr()],
      [2, '--to is "+15556661212"; it must be left out, or given together with --send.\n'],
    );
    const unknown = await ask({ provider: 'Nobody' });
    assert.match(unknown.stderr(), /^--provider is "Nobody"; it must be one of "Global Default"/);
  });
});
