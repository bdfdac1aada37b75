import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { cleanUp, type Running, run as runCommand, startCommand } from './support/command.ts';
import { Browser } from './support/guest.ts';

const README = readFileSync('README.md', 'utf8');
const CI = readFileSync('.ci/run', 'utf8');

/** The lines of the README's shell blocks. */
const COMMANDS = [...README.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) =>
  (block[1] ?? '').trim().split('\n'),
);

/** Commands that another test, or continuous integration, runs as they stand. */
const RUN_ELSEWHERE: Record<string, () => boolean> = {
  'npm ci && npm test': () => /^npm ci && npm test$/m.test(CI),
  // `npm ci` is run by the line above; `npm start` below.
  'npm ci && npm start': () => CI.includes('npm ci'),
  // test/package/pack.test.ts installs the tarball, and runs the README's test suite on it.
  'npm install --save-dev ise-guest-emulator mocha supertest': () => existsSync('test/package/pack.test.ts'),
};

describe('README', function () {
  this.timeout(120_000);
  let running: Running;

  before(async () => {
    running = await startCommand(['--data', ':memory:']);
    const browser = new Browser(running.info.urls.http as never, running.info.portal.id);
    const form = (await browser.openRegistration()).formWith('Register');
    await browser.send(form.fill('First name', 'Jane').fill('Phone number', '+15556661212'));
  });
  after(cleanUp);

  for (const command of COMMANDS) {
    it(`command: ${command}`, async () => {
      const elsewhere = RUN_ELSEWHERE[command];
      if (elsewhere) return assert.ok(elsewhere());
      assert.match(command, /^curl /, 'no test knows how to run this command');
      const { http } = running.info.urls;
      const local = command
        .replaceAll('http://127.0.0.1:8080', http)
        .replaceAll('http://127.0.0.1:8081', running.info.simulators.http);
      const { stdout } = await promisify(execFile)('sh', ['-c', `${local} -w '\\n%{http_code}'`]);
      assert.match(stdout.split('\n').at(-1) ?? '', /^20\d$/, stdout);
      return undefined;
    });
  }

  it('command: npm start, as it stands, with free ports in the environment', async () => {
    const ports = ['HTTP', 'HTTPS', 'SIM_HTTP', 'SIM_HTTPS', 'SMTP', 'SPONSOR'].map((name) => [
      `ISE_GUEST_${name}_PORT`,
      '0',
    ]);
    const env = { ...process.env, ...Object.fromEntries(ports), ISE_GUEST_DATA: ':memory:' };
    const { spawn } = await import('node:child_process');
    const child = spawn('npm', ['start'], { env, detached: true });
    let text = '';
    for await (const chunk of child.stdout) {
      text += chunk;
      if (text.includes('Ctrl-C')) break;
    }
    process.kill(-(child.pid ?? 0), 'SIGINT');
    assert.match(text, /Guest portal\s+http:\/\/127\.0\.0\.1:\d+\/portal\/PortalSetup\.action/);
  });

  it('lists every flag of --help with its default', async () => {
    const { output } = await runCommand(['--help']);
    const flags = [...output.matchAll(/^\s+(--[a-z-]+)/gm)].map((match) => match[1] ?? '');
    assert.ok(flags.length > 10);
    for (const flag of flags) assert.ok(README.includes(`\`${flag}\``), `${flag} is not in the README`);
  });

  it('its pictures and pages are there', () => {
    for (const [, target = ''] of README.matchAll(/\]\(((?!http)[^)#]+)\)/g))
      assert.ok(existsSync(target), target);
  });
});
