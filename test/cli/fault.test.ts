import assert from 'node:assert/strict';
import type { Emulator } from '../../src/index.ts';
import { run } from '../support/command.ts';
import { closeEmulators, register, smsDelivery, startEmulator } from '../support/emulators.ts';

describe('ise-guest fault', () => {
  let ise: Emulator;
  before(async () => {
    ise = await startEmulator();
  });
  after(closeEmulators);

  const fault = (...args: string[]) => run(['fault', ...args, '--url', ise.info.simulators.http]);

  it('scripts a fault that strikes the next SMS, lists it, removes it', async () => {
    const made = await fault('twilio', '--code', '21211', '--to', '+15556661212', '--times', '2');
    const said = 'Scripted: 1  twilio: code 21211 for +15556661212 (2 left, 0 hit)\n';
    assert.deepEqual([made.code, made.output], [0, said]);
    await register(ise, { provider: 'Twilio' });
    assert.match((await smsDelivery(ise)).delivery.reason ?? '', /21211/);
    assert.match((await fault()).output, /^1 {2}twilio: code 21211 for \+15556661212 \(1 left, 1 hit\)$/m);
    const removed = await fault('--remove', '1');
    assert.deepEqual([removed.code, removed.output], [0, 'No fault is scripted.\n']);
  });

  it('every kind, in the words of the simulators; cleared together', async () => {
    await fault('sms', '--hang', '--accept', '--times', 'all', '--tag', 'mine');
    await fault('clickatell', '--status', '503', '--body', 'busy');
    await fault('smtpServer', '--code', '550', '--phase', 'data', '--text', 'No');
    await fault('twilio', '--chain', 'expired');
    await fault('clickatellRest', '--delay', '100');
    assert.deepEqual(
      ise.faults.list().map(({ fault }) => fault),
      [
        { times: 'all', tag: 'mine', hang: true, accept: true },
        { status: 503, body: 'busy' },
        { code: '550', text: 'No', phase: 'data' },
        { chain: 'expired' },
        { delay: 100 },
      ],
    );
    const listed = JSON.parse((await fault('--json')).output);
    assert.equal(listed.faults.length, 5);
    assert.equal((await fault('--clear')).code, 0);
    assert.deepEqual(ise.faults.list(), []);
  });

  it('a wrong one, an unknown number, no emulator: 2 and what to do', async () => {
    const wrong = await fault('twilio', '--status', '99');
    assert.equal(wrong.code, 2);
    assert.match(wrong.output.replace(/\s+/g, ' '), /status: 99 is not allowed: a status from 200 to 599/);
    assert.equal((await fault('--remove', '77')).code, 2);
    const lab = await run(['fault', '--url', ise.urls.http]);
    assert.equal(lab.code, 2);
    assert.match(
      lab.output.replace(/\s+/g, ' '),
      /answered 404: no simulators are there\. --url is the address after "Simulators"/,
    );
    const nobody = await run(['fault', '--url', 'http://127.0.0.1:1']);
    assert.equal(nobody.code, 2);
    assert.match(
      nobody.output.replace(/\s+/g, ' '),
      /No emulator answers at http:\/\/127\.0\.0\.1:1\. Start one/,
    );
  });
});
