import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { createEvents, type Events } from '../../src/domain/events.ts';
import type { ReceivedMessage, ReceivedStore, Stores } from '../../src/domain/stores.ts';
import { createInbox, type Inbox } from '../../src/services/inbox.ts';
import { UnexpectedMessage } from '../../src/services/unexpected-message.ts';
import { openStores } from '../../src/storage/index.ts';

describe('inbox', () => {
  let stores: Stores;
  let events: Events;
  let inbox: Inbox;

  beforeEach(async () => {
    stores = await openStores({ file: ':memory:' });
    events = createEvents();
    inbox = createInbox({ received: stores.received, events, templates: () => [] });
  });

  afterEach(async () => {
    inbox.close();
    await stores.close();
  });

  async function arrive(id: string, changes: Partial<ReceivedMessage> = {}): Promise<void> {
    await stores.received.saveRequest({
      id: `r-${id}`,
      protocol: 'http',
      receivedAt: '2026-11-22T10:00:00.000Z',
      raw: Buffer.from(`POST /${id} HTTP/1.1\r\n\r\n`),
      remoteAddress: '127.0.0.1',
      secure: false,
      simulator: 'twilio',
      status: 201,
      response: Buffer.alloc(0),
      refusal: null,
      fault: null,
    });
    await stores.received.saveMessage({
      ...{
        id,
        requestId: `r-${id}`,
        channel: 'sms',
        provider: 'twilio',
        to: '+15556661212',
        from: '+15005550006',
      },
      ...{ subject: null, text: 'Username: jdoe Password: pw', html: null, providerMessageId: `SM${id}` },
      receivedAt: '2026-11-22T10:00:00.000Z',
      ...changes,
    });
    events.publish({ type: 'message', id });
  }

  it('waitFor: when the message is there already, answers with its credentials and the exact request', async () => {
    await arrive('1');
    const message = await inbox.waitFor({ to: '+1 (555) 666-1212' });
    assert.equal(message.id, '1');
    assert.deepEqual(message.credentials, { username: 'jdoe', password: 'pw' });
    assert.equal(message.rawRequest.toString(), 'POST /1 HTTP/1.1\r\n\r\n');
  });

  it('waitFor: when several are there, answers with the newest', async () => {
    await arrive('1');
    await arrive('2');
    assert.equal((await inbox.waitFor()).id, '2');
  });

  it('waitFor: a message that comes later wakes only those it is for', async () => {
    const sms = inbox.waitFor({ to: '15556661212', channel: 'sms' });
    const mail = inbox.waitFor({ channel: 'email', to: 'JDoe@Example.org' });
    await arrive('1');
    assert.equal((await sms).id, '1');
    await arrive('2', { channel: 'email', to: 'jdoe@example.org' });
    assert.equal((await mail).id, '2');
  });

  it('waitFor: after a message, walks through the later ones in order, those already there and those to come', async () => {
    await arrive('1');
    await arrive('2');
    await arrive('3');
    assert.equal((await inbox.waitFor({ after: '1' })).id, '2');
    assert.equal((await inbox.waitFor({ after: '2' })).id, '3');
    const next = inbox.waitFor({ after: '3' });
    await arrive('4');
    assert.equal((await next).id, '4');
  });

  it('waitFor: a message saved while the store is being looked through is not missed', async () => {
    const slow: ReceivedStore = {
      ...stores.received,
      async listMessages(filter) {
        const before = await stores.received.listMessages(filter);
        if (before.total === 0) await arrive('late');
        return before;
      },
    };
    const watching = createInbox({ received: slow, events, templates: () => [] });
    assert.equal((await watching.waitFor({ timeoutMs: 2000 })).id, 'late');
  });

  it('waitFor: with no time at all, still finds what is there', async () => {
    await arrive('1');
    assert.equal((await inbox.waitFor({ timeoutMs: 0 })).id, '1');
  });

  it('waitFor: out of time, says what was waited for, what came instead, and what failed', async () => {
    const telling = createInbox({
      received: stores.received,
      events,
      templates: () => [],
      lastFailure: async ({ to }) => ({
        to: to ?? '',
        provider: 'Twilio',
        reason: '21211: not a phone number.',
      }),
    });
    await arrive('1', { to: '+447700900000', text: 'Hello\nthere' });
    await assert.rejects(telling.waitFor({ to: '+15556661212', channel: 'sms', timeoutMs: 5 }), {
      name: 'WaitTimeout',
      message:
        'No SMS to +15556661212 arrived within 5 ms. What did arrive: sms to +447700900000 through twilio at 2026-11-22T10:00:00.000Z ("Hello there"). ' +
        'The newest failed delivery to +15556661212, through Twilio: 21211: not a phone number.',
    });
  });

  it('what cannot be meant is refused: a misspelt field would let any message through', async () => {
    await arrive('1');
    const refused = (work: Promise<unknown>, message: RegExp) =>
      assert.rejects(work, { name: 'TypeError', message });
    const odd = { recipient: '+1', channel: 'fax', text: 5 };
    await refused(
      inbox.waitFor(odd as never),
      /^recipient: there is to, channel, .*; channel: "fax" is not "sms" or "email"; text: 5 is not a text or a pattern$/,
    );
    await refused(inbox.waitFor({ timeoutMs: 'abc' as never }), /^timeoutMs: "abc" is not a number/);
    await refused(inbox.waitFor({ timeoutMs: Number.NaN }), /^timeoutMs: NaN/);
    await refused(inbox.expectNone({ tagg: 'a' } as never), /^tagg: there is/);
    await refused(inbox.expectNone({}, -1), /^forMs: -1 is not a number of milliseconds/);
    await refused(inbox.list({ number: '+1' } as never), /^number: there is/);
    await refused(inbox.latest({ tagg: 'a' } as never), /^tagg: there is/);
    assert.equal((await inbox.waitFor({ to: undefined, timeoutMs: 0 })).id, '1');
  });

  it('latest: the newest of those that match', async () => {
    await arrive('1', { tag: 'a' });
    await arrive('2');
    assert.deepEqual(
      [(await inbox.latest())?.id, (await inbox.latest({ tag: 'a' }))?.id, await inbox.latest({ tag: 'b' })],
      ['2', '1', null],
    );
  });

  it('waitFor: with a tag, messages of other tests are no "nothing at all"', async () => {
    await arrive('1');
    await assert.rejects(
      inbox.waitFor({ tag: 'a', timeoutMs: 1 }),
      /1 ms\. Nothing with this tag arrived\.$/,
    );
  });

  it('waitFor: when nothing at all came, says so', async () => {
    await assert.rejects(
      inbox.waitFor({ timeoutMs: 1 }),
      /No message arrived within 1 ms\. Nothing arrived at all\./,
    );
  });

  it('waitFor: when its signal fires, or the inbox closes, ends at once and stops listening', async () => {
    const listeners = new Set<unknown>();
    const counting: Events = {
      publish: (event) => events.publish(event),
      subscribe(listener) {
        listeners.add(listener);
        const end = events.subscribe(listener);
        return () => {
          listeners.delete(listener);
          end();
        };
      },
    };
    const watched = createInbox({ received: stores.received, events: counting, templates: () => [] });
    const controller = new AbortController();
    const waiting = watched.waitFor({ signal: controller.signal });
    const other = watched.waitFor({ timeoutMs: 60_000 });
    assert.equal(listeners.size, 1);
    controller.abort(new Error('gone'));
    await assert.rejects(waiting, /gone/);
    assert.equal(listeners.size, 1);
    watched.close();
    await assert.rejects(other, /closed/);
    assert.equal(listeners.size, 0);
  });

  it('waitFor: by a text or a pattern in text or subject, by a tag; others do not wake it', async () => {
    await arrive('1', { text: 'Hello (you)', tag: 'one' });
    const later = inbox.waitFor({ text: /^goodbye/i, tag: 'two', timeoutMs: 2000 });
    await arrive('2', { text: 'Goodbye', tag: 'one' });
    await arrive('3', { text: 'Hello', tag: 'two' });
    await arrive('4', { text: 'x', subject: 'Goodbye', tag: 'two' });
    assert.equal((await later).id, '4');
    assert.equal((await inbox.waitFor({ text: '(you)' })).id, '1');
    assert.equal((await inbox.waitFor({ tag: 'one' })).id, '2');
    const again = /o/g;
    assert.equal((await inbox.waitFor({ text: again, tag: 'one' })).id, '2');
    assert.equal((await inbox.waitFor({ text: again, tag: 'one' })).id, '2');
    assert.equal((await inbox.list({ tag: 'two' })).total, 2);
    assert.deepEqual(
      (await inbox.list({ text: 'ello', limit: 1, offset: 1 })).items.map(({ id }) => id),
      ['1'],
    );
  });

  it('waitFor: text and after, through more messages than are read at a time', async () => {
    await arrive('first', { text: 'needle' });
    for (let at = 0; at < 120; at += 1) await arrive(`${at}`, { text: 'hay' });
    assert.equal((await inbox.waitFor({ text: 'needle' })).id, 'first');
    await arrive('second', { text: 'needle' });
    await arrive('third', { text: 'needle' });
    assert.equal((await inbox.waitFor({ text: 'needle', after: 'first' })).id, 'second');
  });

  it('waitFor: a text is looked for in the HTML of a mail without text', async () => {
    await arrive('1', { channel: 'email', text: '', html: '<b>Tom &amp; Jerry</b>' });
    assert.equal((await inbox.waitFor({ text: 'Tom & Jerry' })).id, '1');
  });

  it('the answer has user name and password by themselves, null where there are none', async () => {
    await arrive('1');
    const { username, password, tag } = await inbox.waitFor();
    assert.deepEqual([username, password, tag], ['jdoe', 'pw', null]);
    await arrive('2', { text: 'nothing' });
    assert.equal((await inbox.waitFor()).username, null);
  });

  it('expectNone: resolves when nothing that matches came, whatever else does', async () => {
    const none = inbox.expectNone({ to: '+1', tag: 'mine' }, 30);
    await arrive('1');
    await none;
    await inbox.expectNone({ after: '1' }, 0);
  });

  it('expectNone: rejects at once with what was there, or came', async () => {
    const coming = inbox.expectNone({ channel: 'sms', text: 'pw' }, 60_000);
    const rejected = assert.rejects(coming, (error) => {
      assert.ok(error instanceof UnexpectedMessage);
      assert.equal(error.received.username, 'jdoe');
      assert.equal(
        error.message,
        'No SMS with the text "pw" was expected, and one came: sms to +15556661212 through twilio at 2026-11-22T10:00:00.000Z ("Username: jdoe Password: pw").',
      );
      return true;
    });
    await arrive('1');
    await rejected;
    await assert.rejects(inbox.expectNone({ to: '15556661212' }, 60_000), UnexpectedMessage);
    await assert.rejects(inbox.expectNone({}, 0), UnexpectedMessage);
  });

  it('expectNone without a time: waits until the emulator is settled, not for the clock', async () => {
    let settle = () => {};
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const patient = createInbox({
      ...{ received: stores.received, events, templates: () => [] },
      settled: () => settled,
    });
    const none = patient.expectNone({ tag: 'mine' });
    await arrive('1', { tag: 'mine' });
    settle();
    await assert.rejects(none, UnexpectedMessage);
    await patient.expectNone({ tag: 'other' });
  });

  it('waitFor and expectNone count real time although a test has put false timers in place', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    try {
      await inbox.expectNone({}, 1);
      await assert.rejects(inbox.waitFor({ timeoutMs: 1 }), { name: 'WaitTimeout' });
    } finally {
      mock.timers.reset();
    }
  });

  it('after close: everything rejects with an AppError, also what the closing store would answer', async () => {
    const closed = { name: 'AppError', message: 'The emulator is closed.' };
    const reading = inbox.list();
    const rejected = assert.rejects(reading, closed);
    inbox.close();
    await stores.close();
    await rejected;
    await assert.rejects(inbox.latest(), closed);
    await assert.rejects(inbox.expectNone({}, 1), closed);
    stores = await openStores({ file: ':memory:' });
  });

  it('find and list: newest first, in any spelling of the recipient; null for an unknown id', async () => {
    await arrive('1');
    await arrive('2', { to: 'a@b.c', channel: 'email' });
    await arrive('3');
    const { total, items } = await inbox.list({ to: '001 555 666 1212' });
    assert.equal(total, 2);
    assert.deepEqual(
      items.map(({ id }) => id),
      ['3', '1'],
    );
    assert.equal((await inbox.find('2'))?.to, 'a@b.c');
    assert.equal((await inbox.latest())?.id, '3');
    assert.equal(await inbox.find('nope'), null);
  });

  it('credentials: of a mail without text, are read from its HTML', async () => {
    const html = '<p>Username: <b>jd&amp;oe</b></p><p>Password: <i>p&lt;w</i></p>';
    await arrive('1', { channel: 'email', to: 'a@b.c', text: '', html });
    assert.deepEqual((await inbox.waitFor()).credentials, { username: 'jd&oe', password: 'p<w' });
  });
});
