import assert from 'node:assert/strict';
import { whileWaiting } from '../../src/cli/output.ts';
import { run } from '../support/command.ts';
import { fakeOutput } from '../support/fake-output.ts';

const ESCAPE = '\u001b[';

describe('what the commands write', function () {
  this.timeout(60_000);

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
