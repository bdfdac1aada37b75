import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { cleanUp, emptyFolder, FREE_PORTS } from '../support/command.ts';

const run = promisify(execFile);

/** What stands in a user's test file. */
const CONSUMER = `
import { createEmulator, type Emulator, type InboxMessage } from 'ise-guest-emulator';

const ise: Emulator = await createEmulator();
const answer = await fetch(ise.portal.url);
const page: string = await answer.text();
ise.simulators.twilio.failNext({ code: 21211 });
const none: InboxMessage | Error = await ise.inbox.waitFor({ to: '+15556661212', timeoutMs: 1 }).catch((error: Error) => error);
console.log(JSON.stringify({ status: answer.status, form: page.includes('loginForm'), none: none instanceof Error }));
await ise.close();
`;

describe('package', function () {
  this.timeout(240_000);
  let folder: string;

  before(async () => {
    folder = emptyFolder();
    await run('npm', ['pack', '--pack-destination', folder], { cwd: '.' });
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    writeFileSync(path.join(folder, 'package.json'), '{"name":"consumer","type":"module","private":true}');
    await run('npm', ['install', '--no-audit', '--no-fund', `./ise-guest-emulator-${version}.tgz`], {
      cwd: folder,
    });
  });
  after(cleanUp);

  it('installed from its tarball in an empty folder, the command starts, serves the portal and the inspector, and ends', async () => {
    const bin = path.join(folder, 'node_modules/.bin/ise-guest');
    const child = spawn(
      process.execPath,
      [bin, ...FREE_PORTS, '--json', '--data', path.join(folder, 'lab')],
      { cwd: folder },
    );
    let text = '';
    for await (const chunk of child.stdout) {
      text += chunk;
      if (text.includes('\n')) break;
    }
    const info = JSON.parse(text);
    const portal = await (await fetch(info.portal.url)).text();
    assert.match(portal, /name="loginForm"/);
    const css = /href="([^"]+\.css)"/.exec(portal)?.[1] ?? '';
    assert.equal((await fetch(new URL(css, info.portal.url))).status, 200);
    assert.equal((await fetch(`${info.urls.http}/lab`)).status, 200);
    assert.equal((await fetch(`${info.urls.http}/lab/api/openapi.json`)).status, 200);
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT');
    assert.equal(await ended, 0);
  });

  it('imported, it types and runs', async () => {
    writeFileSync(path.join(folder, 'consumer.ts'), CONSUMER);
    symlinkSync(path.resolve('node_modules/typescript'), path.join(folder, 'node_modules/typescript'));
    cpSync('node_modules/@types/node', path.join(folder, 'node_modules/@types/node'), { recursive: true });
    cpSync('node_modules/undici-types', path.join(folder, 'node_modules/undici-types'), { recursive: true });
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--types',
      'node',
      'consumer.ts',
    ];
    const { stdout: types } = await run(path.resolve('node_modules/.bin/tsc'), options, {
      cwd: folder,
    }).catch((error) => error);
    assert.equal(types, '');
    const { stdout } = await run(process.execPath, ['consumer.ts'], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout), { status: 200, form: true, none: true });
  });

  it('the test suite of the README passes on it', async () => {
    const [, suite = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
    writeFileSync(path.join(folder, 'readme.spec.mjs'), suite);
    symlinkSync(path.resolve('node_modules/supertest'), path.join(folder, 'node_modules/supertest'));
    const { stdout } = await run(
      process.execPath,
      [path.resolve('node_modules/mocha/bin/mocha.js'), 'readme.spec.mjs'],
      { cwd: folder },
    );
    assert.match(stdout, /2 passing/);
  });

  it('has no install script and needs no download beside the registry', () => {
    const lock = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
    const scripts = Object.entries(lock.packages).filter(
      ([, entry]) => (entry as { hasInstallScript?: boolean }).hasInstallScript,
    );
    assert.deepEqual(
      scripts.map(([name]) => name),
      [],
    );
  });

  it('is well-formed for publishing', async () => {
    const { messages } = await publint({
      pkgDir: path.join(folder, 'node_modules/ise-guest-emulator'),
      strict: true,
    });
    assert.deepEqual(messages, []);
  });

  it('started by an old Node, the command says in one line what it needs and how to get it', async () => {
    const source = readFileSync('bin/ise-guest.js', 'utf8').replaceAll('process.versions.node', "'20.20.2'");
    writeFileSync(path.join(folder, 'old.mjs'), source.replace(/^#!.*\n/, ''));
    const { code, stderr } = await run(process.execPath, ['old.mjs'], { cwd: folder }).catch(
      (error) => error,
    );
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^ise-guest needs Node 24 or newer and this is 20\.20\.2: run "npm install node@24" .*\n$/,
    );
  });
});
