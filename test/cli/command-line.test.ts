import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { httpAnswer, startBareServer } from '../support/bare-server.ts';
import { issue, issueLabChain, presented } from '../support/certificates.ts';
import { cleanUp, emptyFolder, type Running, startCommand } from '../support/command.ts';
import { shippedProviders } from '../support/emulators.ts';

const PAGE = readFileSync('docs/command-line.md', 'utf8');
const COMMANDS = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) =>
  (block[1] ?? '').trim().split('\n'),
);
const BIN = path.resolve('bin/ise-guest.js');

/** What a command of the page ends with, where that is not 0, and what it says. */
const EXPECTED: [command: RegExp, code: number, says: RegExp][] = [
  [/calibrate --from/, 0, /Global Default/],
  [/calibrate --url/, 1, /Nobody else has sent a request there yet\./],
  [/export/, 0, /Written: lab\.json/],
  [/import/, 0, /Imported\./],
  [/learn .*--live --add$/, 0, /Added CN=Lab Root/],
  [/learn .*--live$/, 1, /Not trusted/],
  [/learn/, 0, /private simulator/],
  [/trust add/, 0, /Added CN=My Root/],
  [/trust remove/, 0, /Removed CN=My Root/],
  [/trust list/, 0, /trusted certificates?\./],
  [/--live$/, 0, /LIVE: this goes to the real servers/],
  [/--dry-run$/, 0, /Nothing was sent/],
  [/--json$/, 0, /"exitCode": 0/],
  [/lint/, 0, /7 rows judged/],
  [/doctor/, 0, /Exit code 0\./],
  [/send/, 0, /Sent\. Exit code 0\./],
];

/** What the shipped "Global Default" sends. */
const CAPTURED = [
  'GET /http/sendmsg?user=lab&password=lab-password&api_id=3591672&to=15556661212&MO=0&from=17752874976&text=Hi+Ann HTTP/1.1',
  'Host: api.clickatell.com',
  'Connection: keep-alive',
  '\r\n',
].join('\r\n');

describe('docs/command-line.md', function () {
  this.timeout(240_000);
  let folder = '';
  let servers: Awaited<ReturnType<typeof startBareServer>>[] = [];
  let secure = 0;
  let running: Running;

  /** Its `Twilio` is a server of this test, so that `--live` stays on the machine, too. */
  before(async () => {
    folder = emptyFolder();
    const { root, g2, leafOfG2 } = await issueLabChain(['localhost']);
    const mine = await issue({ name: 'CN=My Root, O=Mine', ca: true });
    const created = httpAnswer(
      '201 Created',
      '{"sid":"SM00000000000000000000000000000001","status":"queued"}',
      ['Content-Type: application/json'],
    );
    const answer = (_: string, socket: { write(text: string): unknown }) => void socket.write(created);
    const plain = await startBareServer({ answer });
    const tls = await startBareServer({ tls: presented(leafOfG2, g2, root) });
    servers = [plain, tls];
    secure = tls.port;
    const path2010 =
      '/2010-04-01/Accounts/AC1ab000000000000000000000000001ab/Messages.json?From=%2B17752874976';
    const providers = shippedProviders(
      {},
      {
        Twilio: {
          url: `http://127.0.0.1:${plain.port}${path2010}`,
          httpsHost: '127.0.0.1',
          httpsPort: plain.port,
        },
      },
    );
    writeFileSync(path.join(folder, 'providers.json'), JSON.stringify(providers, null, 2));
    copyFileSync('portal.json', path.join(folder, 'portal.json'));
    writeFileSync(path.join(folder, 'my-root.pem'), mine.cert);
    writeFileSync(path.join(folder, 'captured.txt'), CAPTURED);
    running = await startCommand(['--data', ':memory:']);
  });
  after(async () => {
    cleanUp();
    await Promise.all(servers.map((server) => server.close()));
  });

  for (const command of COMMANDS) {
    it(`command: ${command}`, async () => {
      assert.match(command, /^npx ise-guest /, 'no test knows how to run this command');
      const local = command
        .replace('npx ise-guest', `"${process.execPath}" "${BIN}"`)
        .replace('http://127.0.0.1:8080', running.info.urls.http)
        .replace(/(?<= export .*)$/, ` --url ${running.info.urls.http}`)
        .replace(/https:\/\/api\.twilio\.com(?= --live)/, `https://localhost:${secure}`);
      const { code, output } = await shell(local, folder);
      const [, expected, says] = EXPECTED.find(([pattern]) => pattern.test(command)) ?? [];
      assert.equal(code, expected, output);
      assert.match(output, says ?? /^$/);
    });
  }

  it('names every sub-command, and every exit code of send', async () => {
    const { output } = await shell(`"${process.execPath}" "${BIN}" --help`, folder);
    const names = [...output.matchAll(/^ {2}([a-z]+)(?: \[| {2,})/gm)].map((match) => match[1] ?? '');
    assert.ok(names.length >= 4, output);
    for (const name of ['send', 'lint', 'doctor', 'trust', 'calibrate'])
      assert.ok(names.includes(name) && PAGE.includes(`## ${name}: `), name);
    for (const code of [0, 1, 2, 3, 4]) assert.match(PAGE, new RegExp(`^\\| ${code} \\|`, 'm'));
  });
});

function shell(command: string, cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile('sh', ['-c', command], { cwd }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}
