import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cleanUp, type Running, startCommand } from '../support/command.ts';
import { Browser } from '../support/guest.ts';
import { packedPackage, userEnvironment } from './packed-package.ts';

const PAGE = readFileSync('docs/testing.md', 'utf8');
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, block = '']) => block,
  );
/** Needs a network; test/package/pack.test.ts installs the tarball. */
const INSTALL = 'npm install --save-dev ise-guest-emulator mocha supertest';

describe('docs/testing.md', function () {
  this.timeout(120_000);
  after(cleanUp);

  it('its snippets, put together, are a test suite that passes on the packed package', async () => {
    const { folder, remove } = await packedPackage();
    try {
      const snippets = blocks('js');
      const tests = snippets.join('').match(/^it\(/gm)?.length;
      assert.ok(tests !== undefined && tests > 4);
      writeFileSync(path.join(folder, 'page.spec.mjs'), snippets.join('\n'));
      const mocha = path.resolve('node_modules/mocha/bin/mocha.js');
      const { stdout } = await promisify(execFile)(process.execPath, [mocha, 'page.spec.mjs'], {
        cwd: folder,
        env: userEnvironment(),
      }).catch((error) => assert.fail(error.stdout));
      assert.match(stdout, new RegExp(`${tests} passing`));
    } finally {
      remove();
    }
  });

  it('what it says of CommonJS: require() does, on the packed package', async () => {
    const line =
      /`(const \{ createEmulator \} = require\([^`]+\);)`/.exec(PAGE)?.[1] ?? assert.fail('not told');
    const { folder, remove } = await packedPackage();
    try {
      const script = `${line}
        createEmulator().then(async (ise) => { console.log(ise.app.length, (await ise.inbox.list()).total); await ise.close(); });`;
      writeFileSync(path.join(folder, 'page.cjs'), script);
      const { stdout } = await promisify(execFile)(process.execPath, ['page.cjs'], {
        cwd: folder,
        env: userEnvironment(),
      });
      assert.match(stdout, /^\d 0\n$/);
    } finally {
      remove();
    }
  });

  describe('its commands', () => {
    let running: Running;
    before(async () => {
      running = await startCommand(['--data', ':memory:']);
      const browser = new Browser(running.info.urls.http as never, running.info.portal.id);
      const form = (await browser.openRegistration()).formWith('Register');
      await browser.send(form.fill('First name', 'Jane').fill('Phone number', '+15556661212'));
    });

    const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));
    for (const command of commands.filter((one) => one !== INSTALL)) {
      it(command, async () => {
        const fault = /^npx ise-guest (fault.*)$/.exec(command);
        const line = fault
          ? `'${process.execPath}' bin/ise-guest.js ${fault[1]} --url ${running.info.simulators.http}`
          : `${command.replaceAll('http://127.0.0.1:8080', running.info.urls.http)} --fail`;
        assert.match(command, /^(curl|npx ise-guest fault)/, 'no test knows how to run this command');
        const { stdout } = await promisify(execFile)('sh', ['-c', line]);
        assert.ok(stdout.length > 0);
      });
    }
  });

  it('its links lead somewhere', () => {
    for (const [, target = ''] of PAGE.matchAll(/\]\(((?!http)[^)#]+)\)/g))
      assert.ok(existsSync(path.join('docs', target)), target);
  });
});
