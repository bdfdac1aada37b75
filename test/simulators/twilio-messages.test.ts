import assert from 'node:assert/strict';
import { LAB_CREDENTIALS } from '../../src/simulators/index.ts';
import { type Lab, startLab } from './lab.ts';
import { good, LIVE, MESSAGES, twilioClient } from './twilio-client.ts';

const { messagingServiceSid } = LAB_CREDENTIALS.twilio;

describe('Twilio: messages that were sent', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ choices: { twilioStepMs: 1 } });
  });
  afterEach(() => lab.close());

  const { post, get, reaches } = twilioClient(() => lab);

  it('a scheduled message can be cancelled before its time, and goes out when it has come', async () => {
    const scheduled = {
      To: good.To,
      Body: 'x',
      MessagingServiceSid: messagingServiceSid,
      ScheduleType: 'fixed',
      SendAt: '2023-08-24T06:00:00Z',
    };
    const first = (await post(scheduled)).json;
    assert.equal(first.status, 'scheduled');
    const cancelled = await post({ Status: 'canceled' }, `${MESSAGES}/${first.sid}.json`);
    assert.deepEqual([cancelled.status, cancelled.json.status], [200, 'canceled']);
    const second = (await post(scheduled)).json;
    lab.clock.advance(3_600_000);
    await reaches(second.sid, 'delivered');
    assert.equal((await get(`${MESSAGES}/${first.sid}.json`)).json.status, 'canceled');
    assert.equal((await post({ Status: 'canceled' }, `${MESSAGES}/${second.sid}.json`)).json.code, 20009);
  });

  it('redact, then delete; an unfinished message cannot be deleted', async () => {
    const { sid } = (await post(good)).json;
    await reaches(sid, 'delivered');
    const redacted = await post({ Body: '' }, `${MESSAGES}/${sid}.json`);
    assert.deepEqual([redacted.status, redacted.json.body], [200, '']);
    const removed = await get(`${MESSAGES}/${sid}.json`, 'DELETE');
    assert.deepEqual([removed.status, removed.text, removed.headers['content-length']], [204, '', undefined]);
    assert.equal((await get(`${MESSAGES}/${sid}.json`)).status, 404);
    const slow = await startLab({ choices: { twilioStepMs: 60_000 } });
    const unfinished = (await post(good, undefined, undefined, slow)).json;
    const told = await slow.ask('DELETE', `${MESSAGES}/${unfinished.sid}.json`, {
      headers: { Authorization: LIVE },
    });
    assert.equal(told.json.code, 20009);
    await slow.close();
  });

  it('feedback', async () => {
    const { sid } = (await post(good)).json;
    const told = await post({ Outcome: 'confirmed' }, `${MESSAGES}/${sid}/Feedback.json`);
    assert.deepEqual([told.status, told.json.outcome, told.json.message_sid], [200, 'confirmed', sid]);
  });

  it('list: newest first, in pages, filtered', async () => {
    for (let index = 0; index < 5; index += 1)
      await post({ ...good, To: `+1415555000${index}`, Body: String(index) });
    const first = (await get(`${MESSAGES}.json?PageSize=2&From=%2B17752874976`)).json;
    assert.deepEqual(
      first.messages.map((message: { body: string }) => message.body),
      ['4', '3'],
    );
    assert.deepEqual(
      [first.page, first.page_size, first.start, first.end, first.previous_page_uri],
      [0, 2, 0, 1, null],
    );
    assert.equal(first.first_page_uri, `${MESSAGES}.json?From=%2B17752874976&PageSize=2&Page=0`);
    const second = (await get(first.next_page_uri)).json;
    assert.deepEqual(
      second.messages.map((message: { body: string }) => message.body),
      ['2', '1'],
    );
    const last = (await get(second.next_page_uri)).json;
    assert.deepEqual([last.messages.length, last.next_page_uri, last.start, last.end], [1, null, 4, 4]);
    assert.equal((await get(`${MESSAGES}.json?To=%2B14155550003`)).json.messages[0].body, '3');
    assert.equal((await get(`${MESSAGES}.json`)).json.page_size, 50);
    assert.equal((await get(`${MESSAGES}.json?PageSize=5000`)).json.page_size, 1000);
    const xml = (await get(`${MESSAGES}?PageSize=1`)).text;
    assert.match(
      xml,
      /<TwilioResponse><Messages end="0" .*nextpageuri="\/2010[^"]*&amp;PageToken=PASM[^"]*" .*pagesize="1"/,
    );
    assert.equal(xml.match(/<Message>/g)?.length, 1);
  });

  it('list by the day of sending', async () => {
    const { sid } = (await post(good)).json;
    await reaches(sid, 'delivered');
    const count = async (query: string) => (await get(`${MESSAGES}.json?${query}`)).json.messages.length;
    assert.equal(await count('DateSent=2023-08-24'), 1);
    assert.equal(await count('DateSent=2023-08-25'), 0);
    assert.equal(await count('DateSent%3E=2023-08-24'), 1);
    assert.equal(await count('DateSent%3E=2023-08-25'), 0);
    assert.equal(await count('DateSent%3C=2023-08-23'), 0);
    assert.equal(await count('DateSent%3C=2023-08-24T00:00:00Z'), 1);
  });
});
