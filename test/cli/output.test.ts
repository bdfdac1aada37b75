import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { whileWaiting } from '../../src/cli/output.ts';
import { startBareServer } from '../support/bare-server.ts';
import { run } from '../support/command.ts';
import { fakeOutput } from '../support/fake-output.ts';
import { labFiles, removeLabFiles } from '../support/lab-files.ts';

const SEND = ['bin/ise-guest.js', 'send', '--to', '+15556661212'];
const ESCAPE = '\u001b[';

describe('what the commands write', function () {
  this.timeout(60_000);
  afterEach(removeLabFiles);

  it('colours on a terminal only, and never with NO_COLOR or on a dumb one', () => {
    const paintedIn = (terminal: boolean, env: Record<string, string>) =>
      fakeOutput({ terminal, env }).output.paint('bad', 'no');
    assert.equal(paintedIn(true, {}), `${ESCAPE}31mno${ESCAPE}39m`);
    assert.equal(paintedIn(false, {}), 'no');
    assert.equal(paintedIn(true, { NO_COLOR: '1' }), 'no');
    assert.equal(paintedIn(true, { TERM: 'dumb' }), 'no');
  });

  it('progress is one line on the standard error of a terminal, cleared at the end, and nothing elsewhere', async () => {
    const terminal = fakeOutput({ terminal: true });
    assert.equal(await whileWaiting(terminal.output, 'Waiting for Twilio', Promise.resolve(7)), 7);
    assert.equal(terminal.stderr(), `\r${ESCAPE}KWaiting for Twilio …\r${ESCAPE}K`);
    const pipe = fakeOutput();
    await whileWaiting(pipe.output, 'Waiting', Promise.resolve());
    assert.deepEqual([pipe.stdout(), pipe.stderr()], ['', '']);
  });

  it('stopped by hand, the line is cleared and told: what was awaited', () => {
    const terminal = fakeOutput({ terminal: true });
    terminal.output.progress('Waiting for Twilio … 3 s');
    terminal.output.interrupted();
    assert.ok(terminal.stderr().endsWith(`\r${ESCAPE}KInterrupted: Waiting for Twilio … 3 s\n`));
    const pipe = fakeOutput();
    pipe.output.interrupted();
    assert.equal(pipe.stderr(), 'Interrupted\n');
  });

  it('Ctrl-C while a provider is silent: 130, and what was awaited', async () => {
    const asked = Promise.withResolvers<void>();
    const silent = await startBareServer({ answer: () => asked.resolve() });
    const url = `http://127.0.0.1:${silent.port}/?to=$mobilenumber$&text=`;
    const { providers } = labFiles({ providers: [{ name: 'Draft', type: 'http', url, data: '$message$' }] });
    const child = spawn(process.execPath, [...SEND, '--providers', providers, '--provider', 'Draft']);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await asked.promise;
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    await silent.close();
    assert.equal(code, 130);
    assert.match(stderr, /^Interrupted: Waiting for Draft … ?\d* ?s?\n$/);
  });

  it('a reader that has seen enough ends neither the command nor its exit code', async () => {
    const child = spawn(process.execPath, [...SEND, '--provider', 'Twilio']);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('wrong usage with --json is a document, too', async () => {
    const { code, stdout } = await run(['send', '--sned', '--json']);
    assert.equal(code, 2);
    assert.deepEqual(JSON.parse(stdout), { error: "unknown option '--sned'", exitCode: 2 });
  });

  it('wrong usage is exit code 2 and names what was typed', async () => {
    const results = await Promise.all([
      run(['send', '--sned']),
      run(['trust', 'learn']),
      run(['frobnicate']),
    ]);
    assert.deepEqual(
      results.slice(0, 2).map(({ code }) => code),
      [2, 2],
    );
    assert.match(results[0]?.stderr ?? '', /unknown option '--sned'[\s\S]*--help/);
    assert.match(results[1]?.stderr ?? '', /missing required argument 'url'/);
    assert.equal(results[2]?.code, 1);
  });

  it('exit codes 1, 2 and 3 come out of the process; results on standard output, mistakes on standard error', async () => {
    const twilio = ['send', '--provider', 'Twilio'];
    const [refused, misconfigured, unreachable] = await Promise.all([
      run([...twilio, '--to', '+1555']),
      run([...twilio, '--to', 'nobody']),
      run(['trust', 'learn', 'https://127.0.0.1:1']),
    ]);
    assert.deepEqual([refused?.code, misconfigured?.code, unreachable?.code], [1, 2, 3]);
    assert.deepEqual([refused?.stderr, misconfigured?.stdout], ['', '']);
    assert.match(misconfigured?.stderr ?? '', /^--to is "nobody"/);
  });
});
