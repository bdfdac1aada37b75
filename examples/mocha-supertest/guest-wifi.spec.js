import assert from 'node:assert/strict';
import { createEmulator } from 'ise-guest-emulator';
import request from 'supertest';

const NUMBER = '+1 (555) 666-1212';

describe('guest Wi-Fi', () => {
  let ise;
  before(async () => {
    ise = await createEmulator(); // free ports, in memory
  });
  after(() => ise.close());

  /** A guest of one test: the agent sends the tag with every request. */
  async function register(tag, fields) {
    const guest = request.agent(ise.app).set('X-Lab-Tag', tag);
    const tokenOf = (page) => /name="token" value="([^"]+)"/.exec(page.text)[1];
    const login = await guest.get(`/portal/PortalSetup.action?portal=${ise.portal.id}`).expect(200);
    const form = await guest
      .post('/portal/SelfRegistration.action?from=LOGIN')
      .type('form')
      .send({ token: tokenOf(login) })
      .expect(200);
    const values = Object.entries(fields).map(([name, value]) => [`guestUser.fieldValues.ui_${name}`, value]);
    await guest
      .post('/portal/CreateAccount.action?from=SELF_REGISTRATION')
      .type('form')
      .send({ token: tokenOf(form), ...Object.fromEntries(values) })
      .expect(200);
  }

  it('gives every guest an SMS of their own, although they share a phone', async () => {
    await Promise.all(
      ['Jane', 'John'].map(async (name) => {
        await register(name, { first_name: name, phone_number: NUMBER, sms_provider: 'Twilio' });
        const sms = await ise.inbox.waitFor({ tag: name, channel: 'sms' });
        assert.equal(sms.username, name.toLowerCase());
      }),
    );
  });

  it('sends no SMS when the provider refuses the number, and says why', async () => {
    ise.faults.script({ simulator: 'twilio', code: 21211, tag: 'refused' });
    await register('refused', { first_name: 'Jim', phone_number: NUMBER, sms_provider: 'Twilio' });
    await ise.inbox.expectNone({ tag: 'refused' });
    const { items } = await ise.deliveries.list({ tag: 'refused', limit: 1 });
    assert.match(items[0].reason, /21211/);
  });
});
