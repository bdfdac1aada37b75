import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { cleanUp, emptyFolder, FREE_PORTS, run, startCommand } from '../support/command.ts';

describe('ise-guest', function () {
  this.timeout(120_000);
  let blocker: net.Server | null = null;
  afterEach(() => {
    cleanUp();
    blocker?.close();
  });

  it('--help lists every flag with its default and its variable', async () => {
    const { code, output } = await run(['--help']);
    assert.equal(code, 0);
    const text = output.replace(/\s+/g, ' ');
    const flags: [string, string][] = [
      ['--http-port', '8080'],
      ['--https-port', '8443'],
      ['--sponsor-port', '8445'],
      ['--sim-http-port', '8081'],
      ['--sim-https-port', '8444'],
      ['--smtp-port', '2525'],
      ['--sponsor-port', '8445'],
      ['--host', '"127.0.0.1"'],
      ['--data', '"./data"'],
      ['--release', '"3.4"'],
      ['--providers', '"./providers.json"'],
      ['--portal', '"./portal.json"'],
    ];
    for (const [flag, standard] of flags) {
      const variable = `ISE_GUEST_${flag.slice(2).toUpperCase().replaceAll('-', '_')}`;
      assert.match(
        text,
        new RegExp(
          `${flag} <[^>]+> [^<]*\\(default: ${standard.replaceAll('.', '\\.')}, env: ${variable}\\)`,
        ),
      );
    }
    for (const flag of ['--live', '--loose', '--json']) assert.ok(text.includes(flag), flag);
  });

  it('prints a banner with every address and the lab’s credentials', async () => {
    const { child, info, ended } = await startCommand(['--data', ':memory:']);
    assert.equal((await fetch(`${info.urls.http}/healthz`)).status, 200);
    child.kill('SIGINT');
    assert.equal(await ended, 0);

    const started = startBanner();
    const text = await started;
    for (const part of [
      '/portal/PortalSetup.action?portal=4e8ade36',
      'https://127.0.0.1:',
      '/lab',
      'Mailbox (SMTP)',
      'lab-password',
      'lab-clickatell-rest-token',
      '1ab0000000000000000000000000ab1e',
      '+17752874976',
    ]) {
      assert.ok(text.includes(part), `${part} is not in ${text}`);
    }
  });

  it('--json prints one line, with the names scripts rely on', async () => {
    const { child, info, output, ended } = await startCommand([
      '--data',
      ':memory:',
      '--release',
      '1.4 patch 8',
    ]);
    assert.equal(info.release, '1.4p8');
    assert.deepEqual(Object.keys(info.simulators.clickatell).sort(), [
      'apiId',
      'key',
      'password',
      'token',
      'user',
    ]);
    assert.deepEqual(Object.keys(info.simulators.twilio).sort(), ['accountSid', 'authToken', 'from']);
    assert.ok(
      info.portal.id && info.portal.url && info.simulators.http && info.simulators.https && info.smtp.port,
    );
    assert.match(info.simulators.ca, /^-----BEGIN CERTIFICATE-----/);
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
    assert.equal(output().trim().split('\n').length, 1, output());
  });

  it('a taken port: exit 1, and the message names the flag, the port and the way out', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    blocker = server;
    await new Promise((resolve) => server.once('listening', () => resolve(null)));
    const { port } = server.address() as net.AddressInfo;
    const flags = FREE_PORTS.filter((word) => word.startsWith('--'));
    assert.equal(flags.length, 6);
    await Promise.all(
      flags.map(async (flag) => {
        const { code, output } = await run([...FREE_PORTS, '--data', ':memory:', flag, String(port)]);
        assert.equal(code, 1);
        assert.match(output, new RegExp(`^${flag}: port ${port} on 127\\.0\\.0\\.1 is taken`), output);
        assert.ok(!output.includes('    at '), 'no stack');
      }),
    );
  });

  it('a wrong port, release or flag: a message that names it', async () => {
    assert.match(
      (await run(['--http-port', '99999'])).output,
      /--http-port.*"99999" is not a port; it must be a whole number from 0 to 65535/,
    );
    assert.match(
      (await run([...FREE_PORTS, '--release', 'soon'])).output,
      /--release is "soon"; it must be an ISE release such as 1\.4p8/,
    );
    assert.match((await run(['--htp-port', '1'])).output, /unknown option '--htp-port'[\s\S]*--help/);
  });

  it('an address that is not this machine’s: a message that names the flag', async () => {
    for (const host of ['192.0.2.1', 'nowhere.invalid']) {
      const { code, output } = await run([...FREE_PORTS, '--data', ':memory:', '--host', host]);
      assert.equal(code, 1);
      assert.equal(output, `--host: ${host} is not an address of this machine.\n`);
    }
  });

  it('mistakes in the files stop the start, all of them at once, with file and path', async () => {
    const folder = emptyFolder();
    const providers = path.join(folder, 'providers.json');
    const portal = path.join(folder, 'portal.json');
    writeFileSync(
      providers,
      '{"providers":[{"name":"A","type":"http","url":"nowhere","httpsPassword":{"env":"NOT_SET_ANYWHERE"}}],"trustedCertificates":["missing/*.pem"]}',
    );
    writeFileSync(
      portal,
      '{"SelfRegPortal":{"settings":{"selfRegPageSettings":{"accountValidityTimeUnits":"FORTNIGHTS"}}}}',
    );
    const { code, output } = await run([
      ...FREE_PORTS,
      '--data',
      ':memory:',
      '--providers',
      providers,
      '--portal',
      portal,
    ]);
    assert.equal(code, 1);
    assert.match(
      output,
      /providers\.json: providers\[0\]\.url is "nowhere"; it must be an absolute http:\/\/ or https:\/\/ URL\./,
    );
    assert.match(output, /providers\.json: providers\[0\]\.httpsPassword .*environment variable that is set/);
    assert.match(output, /trustedCertificates\[0\] is "missing\/\*\.pem"; it must be a PEM file, or a glob/);
    assert.match(output, /portal\.json: .*accountValidityTimeUnits is "FORTNIGHTS"; it must be .*DAYS/);

    writeFileSync(providers, '{"providers":[],"trustedCertificates":["missing/*.pem"],}');
    assert.match((await run(['--providers', providers])).output, /providers\.json: line 1, column \d+ is /);
    const absent = path.join(folder, 'absent.json');
    const { output: both } = await run(['--providers', absent, '--portal', portal]);
    assert.match(both, /absent\.json is missing; it must be a file that can be read\./);
    assert.match(both, /portal\.json: .*accountValidityTimeUnits/);
  });

  it('variables set what flags set, and a flag wins', async () => {
    const env = { ISE_GUEST_RELEASE: '2.0p2', ISE_GUEST_DATA: ':memory:' };
    const byVariable = await startCommand([], env);
    assert.equal(byVariable.info.release, '2.0p2');
    byVariable.child.kill('SIGINT');
    await byVariable.ended;
    const byFlag = await startCommand(['--release', '2.1'], env);
    assert.equal(byFlag.info.release, '2.1');
    byFlag.child.kill('SIGINT');
    await byFlag.ended;
  });

  it('a switch’s variable means what it says', async () => {
    const live = async (value: string) => {
      const { output } = await run(['--help'], { ISE_GUEST_LIVE: value });
      return /--live [\s\S]*?\(default: (\w+)\)/.exec(output)?.[1];
    };
    assert.deepEqual([await live('false'), await live('0'), await live('true')], ['false', 'false', 'true']);
    assert.match(
      (await run(['--data', ':memory:'], { ISE_GUEST_LIVE: 'perhaps' })).output,
      /ISE_GUEST_LIVE is "perhaps"; it must be true or false/,
    );
  });

  it('a second emulator on the same data folder is refused, and the first goes on', async () => {
    const folder = emptyFolder();
    const first = await startCommand(['--data', folder]);
    const { code, output } = await run([...FREE_PORTS, '--data', folder]);
    assert.equal(code, 1);
    assert.ok(output.includes(folder), output);
    assert.equal((await fetch(`${first.info.urls.http}/healthz`)).status, 200);
  });
});

async function startBanner(): Promise<string> {
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, ['bin/ise-guest.js', ...FREE_PORTS, '--data', ':memory:']);
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.includes('Ctrl-C')) child.kill('SIGINT');
  }
  return text;
}
