import assert from 'node:assert/strict';
import { exec } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startBrowser } from '../support/start-browser.ts';
import { packedPackage, userEnvironment } from './packed-package.ts';

const examples = readdirSync('examples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What each says when it went well. */
const SAYS: Record<string, RegExp> = {
  'mocha-supertest': /2 passing/,
  'node-test': /pass 2\n[\s\S]*fail 0\n/,
  playwright: /pass 1\n[\s\S]*fail 0\n/,
  curl: /^username: jane\npassword: \S+\n\{"none":true\}\n$/,
};

/** Needs a network: what it installs is linked from here. */
const INSTALLS = /^(npm install|npx playwright-core install chromium)$/;

describe('examples', function () {
  this.timeout(240_000);
  let installed: Awaited<ReturnType<typeof packedPackage>>;
  before(async () => {
    installed = await packedPackage();
  });
  after(() => installed?.remove());

  it('are all listed', () => {
    const list = readFileSync('examples/README.md', 'utf8');
    for (const name of examples) assert.ok(list.includes(`(${name})`), name);
    assert.deepEqual(Object.keys(SAYS).toSorted(), examples.toSorted());
  });

  for (const name of examples) {
    it(`${name}: does what its README says, on the packed package`, async () => {
      const folder = path.join(installed.folder, name);
      cpSync(path.join('examples', name), folder, { recursive: true });
      symlinkSync(path.join(installed.folder, 'node_modules'), path.join(folder, 'node_modules'));
      const { devDependencies } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      const present = readdirSync(path.join(folder, 'node_modules'));
      for (const dependency of Object.keys(devDependencies))
        assert.ok(present.includes(dependency), dependency);

      const env = { ...userEnvironment(), ...(name === 'playwright' && (await chromiumOfTests())) };
      const [, commands = ''] =
        /```sh\n([\s\S]*?)```/.exec(readFileSync(path.join(folder, 'README.md'), 'utf8')) ?? [];
      let said = '';
      for (const command of commands.trim().split('\n')) {
        if (INSTALLS.test(command)) continue;
        const { stdout } = await promisify(exec)(command, { cwd: folder, env, timeout: 120_000 }).catch(
          (error) => assert.fail(`${command}\n${error.stdout}\n${error.stderr}`),
        );
        said += stdout;
      }
      assert.match(said, SAYS[name] ?? /^never/);
    });
  }
});

/** The Chromium that all tests here use. */
async function chromiumOfTests(): Promise<Record<string, string>> {
  if (process.platform !== 'linux') return {};
  // Starting it once unpacks it, and its libraries.
  await (await startBrowser()).close();
  const { default: packed } = await import('@sparticuz/chromium');
  return {
    ...(process.env.LD_LIBRARY_PATH && { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH }),
    CHROMIUM_PATH: await packed.executablePath(),
    CHROMIUM_ARGS: '--no-sandbox --disable-gpu',
  };
}
