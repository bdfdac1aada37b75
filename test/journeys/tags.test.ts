import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import request from 'supertest';
import type { Emulator } from '../../src/index.ts';
import { closeEmulators, NUMBER, startEmulator } from '../support/emulators.ts';
import { Page } from '../support/page.ts';
import { SponsorBrowser } from '../support/sponsor.ts';

/** A guest of one test registers with its tag on every request; returns the page that follows. */
async function register(ise: Emulator, tag: string | null, fields: Record<string, string>): Promise<Page> {
  const guest = request.agent(ise.app);
  if (tag !== null) guest.set('X-Lab-Tag', tag);
  const step = async (page: Page, button: string, values: Record<string, string> = {}) => {
    const form = page.formWith(button);
    for (const [label, value] of Object.entries(values)) form.fill(label, value);
    const answer = await guest.post(`/portal/${form.action}`).type('form').send(form.values).expect(200);
    return new Page(answer.text);
  };
  const landing = await guest.get(`/portal/PortalSetup.action?portal=${ise.portal.id}`).expect(200);
  const form = await step(new Page(landing.text), 'Register for guest access');
  return step(form, 'Register', { 'Phone number': NUMBER, ...fields });
}

describe('parallel tests', () => {
  afterEach(closeEmulators);

  it('twenty guests with one number, each through a provider of theirs: every test reads its own SMS and mail alone', async () => {
    const ise = await startEmulator();
    const providers = ['Twilio', 'Clickatell REST', 'Global Default', 'Telnyx'];
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const tag = `test ${index}`;
        await register(ise, tag, {
          'First name': `Jane${index}`,
          'SMS provider': providers[index % providers.length] ?? '',
          'Email address': 'shared@example.org',
        });
        const sms = await ise.inbox.waitFor({ tag, channel: 'sms' });
        const mail = await ise.inbox.waitFor({ tag, channel: 'email' });
        assert.equal(sms.username, `jane${index}`);
        assert.deepEqual(mail.credentials, sms.credentials);
        assert.doesNotMatch(sms.rawRequest.toString(), /lab-tag/i);
        assert.doesNotMatch(mail.rawRequest.toString(), /lab-tag/i);
      }),
    );
    await ise.settled();
    for (let index = 0; index < 20; index += 1) {
      assert.equal((await ise.inbox.list({ tag: `test ${index}` })).total, 2);
      assert.equal((await ise.deliveries.list({ tag: `test ${index}`, limit: 9 })).total, 2);
    }
    await ise.inbox.expectNone({ tag: 'test 20' });
  });

  it('an account of a sponsor, and what is sent about it later without a tag, belong to the test that made it', async () => {
    const ise = await startEmulator();
    const app = ((incoming: IncomingMessage, answer: ServerResponse) => {
      incoming.headers['x-lab-tag'] = 'desk';
      ise.app(incoming as never, answer as never);
    }) as never;
    const sponsor = new SponsorBrowser({ app });
    await sponsor.signOn('sponsor', 'lab-sponsor');
    const { page } = await sponsor.get('CreateAccounts.action?type=known');
    const form = page.form('createForm').fill('First name', 'Ann').fill('Phone number', '+1 408 555 0123');
    await sponsor.send(form.set('notifySms', 'true'));
    assert.equal((await ise.inbox.waitFor({ tag: 'desk' })).username, 'ann');
    const { items } = await ise.deliveries.list({ tag: 'desk', limit: 1 });
    assert.ok(items[0]);
    const { tag: _, ...untagged } = items[0];
    await ise.deliveries.enqueue({ ...untagged, id: 'later' });
    assert.equal((await ise.deliveries.find('later'))?.delivery.tag, 'desk');
  });

  it('a fault by tag strikes the SMS of that test alone, which nothing on the wire names', async () => {
    const ise = await startEmulator();
    ise.faults.script({ channel: 'sms', status: 503, tag: 'mine' });
    await register(ise, 'theirs', { 'First name': 'John', 'SMS provider': 'Twilio' });
    await register(ise, 'mine', { 'First name': 'Jane', 'SMS provider': 'Clickatell REST' });
    await ise.inbox.expectNone({ tag: 'mine', channel: 'sms' });
    assert.equal((await ise.inbox.waitFor({ tag: 'theirs', channel: 'sms' })).username, 'john');
    const hit = ise.faults.timeline().find(({ what }) => what === 'hit');
    const row = await ise.received.findRequest(hit?.requestId ?? '');
    assert.equal(row?.simulator, 'clickatell-rest');
  });

  it('a program of others names its test in a header of its request', async () => {
    const ise = await startEmulator();
    const { key } = ise.info.simulators.clickatell;
    const address = `${ise.info.simulators.http}/messages/http/send?apiKey=${encodeURIComponent(key)}&to=27999112345&content=hello`;
    await fetch(address, { headers: { 'X-Lab-Tag': 'foreign' } });
    await fetch(address);
    assert.equal((await ise.inbox.list({ tag: 'foreign' })).total, 1);
    assert.equal((await ise.inbox.list()).total, 2);
  });
});
