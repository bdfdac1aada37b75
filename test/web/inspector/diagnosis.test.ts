import assert from 'node:assert/strict';
import request from 'supertest';
import type { Diagnosis } from '../../../src/domain/diagnosis.ts';
import { anAccount } from '../../storage/builders.ts';
import { type Lab, startLab } from './lab.ts';

const CAUSE: Diagnosis = {
  rule: 'number-without-plus',
  certainty: 'cause',
  problem: 'The number 15556661212 has no +.',
  remedy: 'Put a + in front of the number.',
  evidence: ['Data: To=15556661212', '<b>Answer</b>: 21211'],
};
const RISK: Diagnosis = {
  rule: 'message-in-clear',
  certainty: 'risk',
  problem: 'The message goes over plain HTTP.',
  remedy: 'Use https in URL.',
  evidence: [],
};
const SUSPECT: Diagnosis = { ...RISK, rule: 'sender', certainty: 'suspect', problem: 'From may be wrong.' };
const REFUSED = {
  status: 'failed',
  iseVerdict: 'failed',
  providerVerdict: 'refused',
  reason: 'HTTP 400',
} as const;

describe('inspector diagnosis', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await startLab();
  });

  afterEach(() => lab.close());

  const page = async (path: string) =>
    (await request(lab.app).get(path).set('Accept', 'text/html').expect(200)).text;

  it('the page of a delivery says first what is wrong, then what to do, with the evidence escaped', async () => {
    await lab.deliver({}, { ...REFUSED, diagnosis: [CAUSE, SUSPECT, RISK] });
    const html = await page('/lab/deliveries/delivery-1');
    const order = [
      '<h1>',
      'id="diagnosis"',
      CAUSE.problem,
      CAUSE.remedy,
      'Data: To=15556661212',
      'May also be wrong',
      SUSPECT.problem,
      'Also risky',
      RISK.problem,
      'What ISE would believe',
      'id="attempt-1"',
      'href="#diagnosis"',
    ].map((part) => html.indexOf(part));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
    assert.ok(!order.includes(-1), String(order));
    assert.match(html, /&lt;b&gt;Answer/);
  });

  it('an attempt before the last one keeps its own diagnosis', async () => {
    await lab.deliver({}, { ...REFUSED, diagnosis: [CAUSE] });
    await lab.stores.deliveries.requeue('delivery-1', '2026-11-22T11:00:00.000Z');
    await lab.stores.deliveries.claim({ busyProviders: [], now: '2026-11-22T11:00:00.000Z' });
    const html = await page('/lab/deliveries/delivery-1');
    assert.doesNotMatch(html, /id="diagnosis"/);
    assert.match(html, /id="attempt-1-diagnosis"/);
  });

  it('lists lead from a failure to its reason in one click, and leave in peace what arrived', async () => {
    await lab.stores.accounts.create(anAccount({ id: 'a' }), []);
    await lab.deliver({ accountId: 'a' }, { ...REFUSED, diagnosis: [CAUSE] });
    await lab.deliver({ to: '+1555' }, { diagnosis: [RISK] });
    for (const path of ['/lab', '/lab/deliveries', '/lab/accounts/a']) {
      const html = await page(path);
      assert.match(
        html,
        /<a href="\/lab\/deliveries\/delivery-1#diagnosis"><bdi>The number 15556661212 has/,
        path,
      );
      assert.doesNotMatch(html, /delivery-2#diagnosis/, path);
    }
  });
});
