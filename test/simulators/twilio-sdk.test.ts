import assert from 'node:assert/strict';
import { Agent } from 'node:https';
import { connect } from 'node:tls';
import twilio from 'twilio';
import { LAB_CREDENTIALS } from '../../src/simulators/index.ts';
import { type Lab, startLab } from './lab.ts';

const { accountSid, authToken, from } = LAB_CREDENTIALS.twilio;

describe("Twilio's own SDK, unmodified, by TLS as api.twilio.com", () => {
  let lab: Lab;
  let agent: Agent;
  let client: twilio.Twilio;
  beforeEach(async () => {
    lab = await startLab({ choices: { twilioStepMs: 1 } });
    agent = new Agent({ keepAlive: true });
    // Leads api.twilio.com here, as the emulator's connectTo does; name and chain are checked as ever.
    Object.assign(agent, {
      createConnection: (options: { servername?: string }) =>
        connect({
          host: '127.0.0.1',
          port: lab.sim.https.port,
          servername: options.servername ?? '',
          ca: lab.sim.ca,
        }),
    });
    const httpClient = new twilio.RequestClient();
    Object.assign((httpClient as unknown as { axios: { defaults: object } }).axios.defaults, {
      httpsAgent: agent,
    });
    client = twilio(accountSid, authToken, { httpClient });
  });
  afterEach(async () => {
    agent.destroy();
    await lab.close();
  });

  it('creates, fetches, lists, redacts and removes', async () => {
    const message = await client.messages.create({ to: '+14155552345', from, body: 'Grüße & 😀' });
    assert.match(message.sid, /^SM[0-9a-f]{32}$/);
    assert.deepEqual(
      [message.status, message.numSegments, message.dateCreated.toISOString()],
      ['queued', '1', '2023-08-24T05:01:45.000Z'],
    );
    assert.equal((await lab.messages())[0]?.text, 'Grüße & 😀');
    let fetched = await client.messages(message.sid).fetch();
    while (fetched.status !== 'delivered') fetched = await client.messages(message.sid).fetch();
    assert.equal((await client.messages(message.sid).update({ body: '' })).body, '');
    for (let index = 0; index < 6; index += 1)
      await client.messages.create({ to: '+14155552346', from, body: String(index) });
    const listed = await client.messages.list({ to: '+14155552346', pageSize: 2, limit: 5 });
    assert.deepEqual(
      listed.map(({ body }) => body),
      ['5', '4', '3', '2', '1'],
    );
    assert.equal(await client.messages(message.sid).remove(), true);
    await assert.rejects(client.messages(message.sid).fetch(), { status: 404, code: 20404 });
  });

  it('cancels a scheduled message', async () => {
    const { messagingServiceSid } = LAB_CREDENTIALS.twilio;
    const message = await client.messages.create({
      to: '+14155552345',
      messagingServiceSid,
      body: 'x',
      scheduleType: 'fixed',
      sendAt: new Date('2023-08-24T06:00:00Z'),
    });
    assert.equal(message.status, 'scheduled');
    assert.equal((await client.messages(message.sid).update({ status: 'canceled' })).status, 'canceled');
  });

  it('throws its RestException for a refusal', async () => {
    await assert.rejects(client.messages.create({ to: '123', from, body: 'x' }), {
      status: 400,
      code: 21211,
      moreInfo: 'https://www.twilio.com/docs/errors/21211',
    });
    lab.sim.twilio.failNext({ code: 20429 });
    await assert.rejects(client.messages.create({ to: '+14155552345', from, body: 'x' }), {
      status: 429,
      code: 20429,
    });
  });

  it('throws for a wrong token', async () => {
    const httpClient = new twilio.RequestClient();
    Object.assign((httpClient as unknown as { axios: { defaults: object } }).axios.defaults, {
      httpsAgent: agent,
    });
    const stranger = twilio(accountSid, 'wrong', { httpClient });
    await assert.rejects(stranger.messages.list({ limit: 1 }), { status: 401, code: 20003 });
  });
});
