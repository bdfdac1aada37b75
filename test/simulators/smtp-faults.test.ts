import assert from 'node:assert/strict';
import { type Lab, startLab, text } from './lab.ts';
import { mail, transport } from './mail-client.ts';

describe('scripted faults of the SMTP server', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  it('rcpt: one recipient is refused, the other gets the mail', async () => {
    lab.sim.smtpServer.failNext({ code: 550, text: 'No such user', to: 'Bad@example.com' });
    const told = await transport(lab).sendMail({ ...mail, to: ['bad@example.com', 'good@example.com'] });
    assert.deepEqual([told.accepted, told.rejected], [['good@example.com'], ['bad@example.com']]);
    const row = await lab.lastRow();
    assert.equal(row.fault, 'scripted: code 550 for bad@example.com');
    assert.equal(row.refusal, '550 No such user');
    assert.deepEqual(
      (await lab.messages()).map(({ to }) => to),
      ['good@example.com'],
    );
  });

  for (const [phase, code] of [
    ['connect', 421],
    ['mail', 451],
    ['rcpt', 450],
    ['data', 554],
  ] as const) {
    it(`${phase}: refused with ${code}, recorded, no message; the next mail passes`, async () => {
      const scripted = lab.sim.smtpServer.failNext({ phase, code, text: 'Not now' });
      await assert.rejects(transport(lab).sendMail(mail), { responseCode: code });
      const row = await lab.until(async () => {
        const last = await lab.lastRow();
        return last.status === code && last;
      });
      assert.equal(row.refusal, `${code} Not now`);
      assert.equal(row.fault, `scripted: code ${code} at ${phase}`);
      assert.equal(scripted.hits[0]?.requestId, row.id);
      assert.deepEqual(await lab.messages(), []);
      await transport(lab).sendMail(mail);
      assert.equal((await lab.messages()).length, 1);
    });
  }

  it('hang: no answer to the mail', async () => {
    lab.sim.smtpServer.failNext({ hang: true });
    const tried = transport(lab, { socketTimeout: 60_000 }).sendMail(mail);
    const row = await lab.until(async () => (await lab.rows()).find(({ fault }) => fault !== null));
    assert.match(text(row.raw), /\r\n\.\r\n$/);
    assert.equal(row.status, null);
    lab.sim.reset();
    await assert.rejects(tried);
    assert.deepEqual(await lab.messages(), []);
  });

  it('reset: the connection breaks', async () => {
    lab.sim.smtpServer.failNext({ reset: true, phase: 'mail' });
    await assert.rejects(transport(lab).sendMail(mail));
    assert.equal((await lab.lastRow()).fault, 'scripted: connection reset at mail');
  });

  it('what cannot be known in time is refused', () => {
    assert.throws(
      () => lab.sim.smtpServer.failNext({ phase: 'mail', code: 550, to: 'a@b' }),
      /^TypeError: to: "a@b" is not allowed: recipients are known from the phase rcpt on/,
    );
    assert.throws(() => lab.sim.smtpServer.failNext({ code: 250 }), /an SMTP reply code from 400 to 599/);
  });
});
