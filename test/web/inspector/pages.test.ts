import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import request from 'supertest';
import { type Account, UNTOUCHED } from '../../../src/domain/account.ts';
import { auditEntry } from '../../../src/domain/audit.ts';
import { anAccount } from '../../storage/builders.ts';
import { anExchange, type Lab, NOW, SECRET, startLab } from './lab.ts';

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e';

describe('inspector pages', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await startLab();
  });

  afterEach(() => lab.close());

  async function page(path: string): Promise<string> {
    const answer = await request(lab.app).get(path).set('Accept', 'text/html').expect(200);
    assert.match(answer.headers['content-type'] ?? '', /html/);
    return answer.text;
  }

  async function twin(path: string) {
    return (await request(lab.app).get(path).set('Accept', 'application/json').expect(200)).body;
  }

  it('the overview of an empty lab tells what to do next', async () => {
    const html = await page('/lab');
    assert.match(html, /Nothing has been sent yet/);
    assert.match(html, /href="https:\/\/127\.0\.0\.1:8443\/portal\/PortalSetup\.action\?portal=portal-1"/);
  });

  it('the overview shows counts, deliveries and messages; its twin the same', async () => {
    await lab.deliver({}, {});
    await lab.deliver({ to: '+447700900000' });
    await lab.receive();
    const html = await page('/lab');
    assert.match(html, /<strong>1<\/strong> waiting/);
    assert.match(html, /\/lab\/deliveries\/delivery-1"/);
    assert.match(html, /\/lab\/messages\/message-3"/);
    const model = await twin('/lab');
    assert.deepEqual(model.counts, { queued: 1, sending: 0, sent: 1, failed: 0 });
    assert.equal(model.messages.items[0].credentials.username, 'jdoe');
  });

  it('a delivery shows template, message, request, TLS, timing, response and verdict on one page', async () => {
    await lab.deliver({}, {});
    const html = await page('/lab/deliveries/delivery-1');
    assert.match(html, /<h1><bdi>Accepted by Twilio<\/bdi><\/h1>/);
    assert.match(html, /Username: \$ui_user_name\$/);
    assert.match(html, /Username: jdoe Password: s3cret/);
    assert.match(html, /POST \/2010-04-01\/Accounts\/AC1\/Messages\.json/);
    assert.match(html, /TLSv1\.3/);
    assert.match(html, /CN=Lab CA G2/);
    assert.match(html, /0A1B/);
    assert.match(html, /Timing: 30 ms in all/);
    assert.match(html, /HTTP\/1\.1 201 Created/);
    assert.match(html, /Data is exactly \$message\$ and the content type is a form\./);
    assert.match(html, /From went into the body\./);
    assert.match(html, /--connect-to api\.twilio\.com:443:127\.0\.0\.1:8444/);
    assert.match(html, /action="\/lab\/deliveries\/delivery-1\/send-again"/);
  });

  it('a delivery decodes query and form, keeps long numbers of JSON, and shows line feeds', async () => {
    await lab.deliver({}, {});
    const html = await page('/lab/deliveries/delivery-1');
    assert.match(html, /<th scope="row">x<\/th><td>a&amp;b<\/td>/);
    assert.match(html, /<th scope="row">To<\/th><td>\+15556661212<\/td>/);
    assert.match(html, /Hello<span class="control">LF<\/span>\nyou/);
    assert.match(html, /12345678901234567890/);
  });

  it('when ISE believes and the provider refused, the page says so in one sentence', async () => {
    await lab.deliver(
      { provider: 'Clickatell' },
      {
        iseVerdict: 'sent',
        providerVerdict: 'refused',
        status: 'failed',
        reason: 'ERR: 105, Invalid Destination Address',
        receipt: { verdict: 'refused', reason: 'ERR: 105, Invalid Destination Address', code: '105' },
      },
    );
    const html = await page('/lab/deliveries/latest');
    assert.match(
      html,
      /ISE would show this message as sent, but Clickatell refused it: it will not arrive\./,
    );
    assert.match(html, /Refused by Clickatell/);
    const model = await twin('/lab/deliveries/latest');
    assert.equal(model.iseVerdict, 'sent');
    assert.equal(model.providerVerdict, 'refused');
    assert.match(model.verdicts.provider, /ERR: 105/);
  });

  it('a TLS failure shows phase, code, sentence and the whole chain', async () => {
    const failure = {
      phase: 'tls',
      code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      message: 'The store lacks the issuer CN=Lab CA G2.',
      timedOut: false,
      mayHaveBeenSent: false,
    } as const;
    const { tls } = anExchange();
    const exchange = anExchange({
      request: '',
      response: '',
      failure,
      tls: tls && {
        ...tls,
        trusted: false,
        code: failure.code,
        reason: 'unable to get local issuer certificate',
      },
    });
    await lab.deliver(
      {},
      {
        ...{ iseVerdict: 'failed', providerVerdict: null, receipt: null, status: 'failed' },
        ...{
          failure,
          reason: failure.message,
          transcripts: [{ protocol: 'http', notes: [], exchanges: [exchange] }],
        },
      },
    );
    const html = await page('/lab/deliveries/latest');
    assert.match(html, /<h1><bdi>Not sent<\/bdi><\/h1>/);
    assert.match(html, /The store lacks the issuer CN=Lab CA G2\./);
    assert.match(html, /not trusted/);
    assert.match(html, /UNABLE_TO_GET_ISSUER_CERT_LOCALLY/);
    assert.match(html, /Nothing of the message was sent\./);
    assert.doesNotMatch(html, /The same with curl/);
  });

  it('a message that may have gone out is shown with what that means', async () => {
    await lab.deliver(
      {},
      { iseVerdict: 'failed', providerVerdict: null, receipt: null, status: 'failed', mayHaveBeenSent: true },
    );
    assert.match(await page('/lab/deliveries/latest'), /It may have been sent\./);
  });

  it('raw bytes are served per attempt and exchange, exactly', async () => {
    await lab.deliver({}, {});
    const path = '/lab/deliveries/latest/raw';
    const sent = await request(lab.app).get(path).buffer(true).expect(200);
    assert.equal(Buffer.from(sent.body).toString(), Buffer.from(anExchange().request, 'base64').toString());
    assert.match(
      sent.headers['content-disposition'] ?? '',
      /attachment; filename="delivery-delivery-1-attempt-1/,
    );
    const got = await request(lab.app).get(`${path}?attempt=1&exchange=1&part=response`).expect(200);
    assert.match(Buffer.from(got.body).toString(), /^HTTP\/1\.1 201/);
    await request(lab.app).get(`${path}?exchange=2`).set('Accept', 'application/json').expect(404);
  });

  it('send again queues a finished delivery, and refuses one that is under way', async () => {
    await lab.deliver({}, {});
    const path = '/lab/deliveries/delivery-1/send-again';
    await request(lab.app).post(path).expect(303).expect('Location', '/lab/deliveries/delivery-1');
    assert.deepEqual(lab.sentAgain, ['delivery-1']);
    await request(lab.app).post(path).set('Accept', 'application/json').expect(409);
  });

  it('a message shows text, credentials, sender and its request, and links to its delivery and back', async () => {
    await lab.deliver({}, {});
    const message = await lab.receive();
    const html = await page('/lab/messages/latest');
    assert.match(html, /<code id="username">jdoe<\/code>/);
    assert.match(html, /<code id="password">s3cret<\/code>/);
    assert.match(html, /\+15005550006/);
    assert.match(html, /href="\/lab\/deliveries\/delivery-1"/);
    assert.match(html, new RegExp(`href="/lab/requests/${message.requestId}"`));
    assert.match(await page('/lab/deliveries/delivery-1'), new RegExp(`href="/lab/messages/${message.id}"`));
    assert.equal((await twin('/lab/messages/latest')).delivery.id, 'delivery-1');
  });

  it('the HTML of a mail stands in a sandboxed frame whose policy allows no network and no script', async () => {
    const html = '<p style="color:red">Hi</p><script>alert(1)</script>';
    const { id } = await lab.receive({ channel: 'email', to: 'a@b.c', subject: 'Hi', html });
    assert.match(
      await page(`/lab/messages/${id}`),
      /<iframe class="mail" sandbox src="\/lab\/messages\/[^"]+\/html"/,
    );
    const frame = await request(lab.app).get(`/lab/messages/${id}/html`).expect(200);
    assert.equal(frame.text, html);
    const policy = frame.headers['content-security-policy'] ?? '';
    assert.match(policy, /^sandbox; default-src 'none';/);
    assert.doesNotMatch(policy, /script|allow-/);
  });

  it('requests are listed and shown raw and decoded, refused ones with the reason', async () => {
    await lab.stores.received.saveRequest({
      ...{ id: 'r-1', protocol: 'http', receivedAt: NOW, remoteAddress: '127.0.0.1', secure: false },
      raw: Buffer.from('GET /http/sendmsg?to=%2B1&text=a%0Ab HTTP/1.1\r\nHost: x\r\n\r\n'),
      ...{
        simulator: 'clickatell-http',
        status: 200,
        response: Buffer.from('HTTP/1.1 200 OK\r\n\r\nERR: 105'),
      },
      ...{ refusal: 'ERR: 105, Invalid Destination Address', fault: 'the next one answers 105' },
    });
    await lab.stores.received.saveRequest({
      ...{ id: 'r-2', protocol: 'http', receivedAt: NOW, remoteAddress: '127.0.0.1', secure: false },
      raw: Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff]),
      ...{ simulator: null, status: null, response: Buffer.alloc(0), refusal: null, fault: null },
    });
    const list = await page('/lab/requests');
    assert.match(list, /ERR: 105, Invalid Destination Address/);
    assert.match(list, /the next one answers 105/);
    const html = await page('/lab/requests/r-1');
    assert.match(html, /Refused by <bdi>clickatell-http<\/bdi>/);
    assert.match(html, /<th scope="row">text<\/th><td>a<span class="control">LF<\/span>\nb<\/td>/);
    const broken = await page('/lab/requests/r-2');
    assert.match(broken, /000000 {2}16 03 01 00 ff/);
    assert.equal((await twin('/lab/requests/r-2')).request.http, null);
    assert.equal((await twin('/lab/requests')).total, 2);
  });

  it('what is refused says why in the frame of the lab, with the menu to go on', async () => {
    const asPage = () => request(lab.app);
    for (const [answer, status, words] of [
      [
        await asPage().get('/lab/deliveries/none').set('Accept', 'text/html'),
        404,
        /no delivery with the id none/,
      ],
      [await asPage().get('/lab/nowhere').set('Accept', 'text/html'), 404, /no page at this address/],
      [await asPage().get('/lab/deliveries?limit=x').set('Accept', 'text/html'), 400, /limit/],
      [await asPage().get('/lab/phones/%E0').set('Accept', 'text/html'), 400, /could not be read/],
      [await asPage().get('/lab/nowhere').set('Accept', 'text/plain'), 404, /no page at this address/],
    ] as const) {
      assert.equal(answer.status, status);
      assert.match(answer.text, /<nav class="menu"/);
      assert.match(answer.text, /<h1>This did not work<\/h1>/);
      assert.match(answer.text, words);
    }
    const posted = await asPage()
      .post('/lab/deliveries/none/send-again')
      .set('Accept', 'text/html')
      .expect(404);
    assert.match(posted.text, /id="reload" href="\/lab"/);
  });

  it('accounts are shown with their deliveries', async () => {
    const account: Account = {
      id: 'a-1',
      username: 'jdoe',
      password: 'pw',
      state: 'ACTIVE',
      guestType: 'Daily',
      portalId: 'p',
      fields: { ui_first_name: HOSTILE },
      createdAt: NOW,
      validFrom: NOW,
      validTo: NOW,
      ...UNTOUCHED,
      registrationKey: 'k-very-private',
    };
    await lab.stores.accounts.create(account, []);
    await lab.deliver({ accountId: 'a-1' });
    assert.match(await page('/lab/accounts'), /href="\/lab\/accounts\/a-1"/);
    const html = await page('/lab/accounts/a-1');
    assert.match(html, /delivery-1/);
    assert.doesNotMatch(html, /<script>alert|k-very-private/);
    assert.equal((await twin('/lab/accounts/a-1')).deliveries[0].id, 'delivery-1');
    assert.equal((await twin('/lab/accounts')).items[0].username, 'jdoe');
  });

  it('of an account that is gone, its history and what was sent stay, in a list of all, too', async () => {
    const account = anAccount({ id: 'gone-1', username: 'jgone' });
    const line = (action: string, more: object) =>
      auditEntry(
        { clock: { now: () => new Date(NOW) }, random: { bytes: randomBytes, integer: randomInt } },
        { actor: 'sponsor', name: 'sue', address: '10.0.0.7' },
        { action, before: null, after: null, ...more },
      );
    await lab.stores.accounts.create(account, [], [line('create', { after: account, detail: '<b>' })]);
    await lab.stores.accounts.remove(account.id, [line('delete', { before: account })]);
    const html = await page('/lab/accounts/gone-1');
    assert.match(html, /This account is gone/);
    assert.match(html, /jgone[\s\S]*delete[\s\S]*sponsor sue[\s\S]*create[\s\S]*&lt;b&gt;/);
    assert.match(await page('/lab/accounts'), /href="\/lab\/history"/);
    const all = await page('/lab/history?limit=1');
    assert.match(all, /2 entries in all[\s\S]*href="\/lab\/accounts\/gone-1"[\s\S]*offset=1/);
    assert.equal((await twin('/lab/history')).items.length, 2);
    await request(lab.app).get('/lab/accounts/never').set('Accept', 'text/html').expect(404);
  });

  it('hostile text from guests and providers is text on every page, and never in a header', async () => {
    await lab.deliver(
      {
        to: `+1555${HOSTILE}`,
        provider: HOSTILE,
        template: HOSTILE,
        message: { kind: 'sms', to: '+1555', text: HOSTILE, subject: HOSTILE, date: NOW, id: 'm' },
      },
      {
        reason: HOSTILE,
        channelReason: HOSTILE,
        receipt: { verdict: 'refused', reason: HOSTILE, code: HOSTILE },
      },
    );
    const message = await lab.receive(
      {
        to: HOSTILE,
        from: HOSTILE,
        subject: HOSTILE,
        text: HOSTILE,
        provider: HOSTILE,
        providerMessageId: HOSTILE,
      },
      { raw: Buffer.from(`POST /${HOSTILE} HTTP/1.1\r\n${HOSTILE}: x\r\n\r\n${HOSTILE}`), refusal: HOSTILE },
    );
    const paths = ['', '/deliveries', '/deliveries/latest', '/messages', '/messages/latest', '/requests'];
    for (const path of [
      ...paths,
      `/requests/${message.requestId}`,
      `/deliveries?to=${encodeURIComponent('1<script>')}`,
    ]) {
      const answer = await request(lab.app).get(`/lab${path}`).set('Accept', 'text/html').expect(200);
      assert.doesNotMatch(answer.text, /<script>alert|<img src=x/, path);
      assert.doesNotMatch(JSON.stringify(answer.headers), /alert/, path);
    }
    assert.match(await page('/lab/deliveries/latest'), /<span class="control">U\+202E</);
  });

  it('what shows needs no inline script, no inline style and no other host', async () => {
    await lab.deliver({}, {});
    for (const path of ['/lab', '/lab/deliveries/latest', '/lab/deliveries']) {
      const html = await page(path);
      assert.doesNotMatch(html, /\son\w+=|<style|\sstyle=|<script(?! src="\/static\/lab\.js" defer>)/);
      assert.doesNotMatch(html, /(?:src|action)="(?:https?:)?\/\//);
    }
  });

  it('lists are paged, and a filter stays with its pages', async () => {
    for (let n = 0; n < 5; n += 1) await lab.deliver({ provider: 'Twilio & Sons' });
    const path = `/lab/deliveries?limit=2&provider=${encodeURIComponent('Twilio & Sons')}`;
    const first = await page(path);
    assert.match(first, /1 to 2 of 5/);
    assert.match(
      first,
      /href="\/lab\/deliveries\?provider=Twilio\+%26\+Sons&amp;limit=2&amp;offset=2" rel="next"/,
    );
    assert.doesNotMatch(first, /rel="prev"/);
    const last = await twin(`${path}&offset=4`);
    assert.equal(last.items.length, 1);
    assert.equal(last.links.older, null);
    assert.match(last.links.newer, /offset=2/);
  });

  it('secrets of received requests are masked on the page, in the twin and in the download', async () => {
    const basic = Buffer.from(`AC1:${SECRET}`).toString('base64');
    const raw = Buffer.from(
      `POST /x?api_key=typed-by-hand HTTP/1.1\r\nAuthorization: Basic ${basic}\r\nX-Note: ${SECRET}\r\n\r\n`,
    );
    const { requestId } = await lab.receive({}, { raw });
    const answers = await Promise.all([
      page(`/lab/requests/${requestId}`),
      page('/lab/messages/latest'),
      twin(`/lab/requests/${requestId}`).then(JSON.stringify),
      twin('/lab/messages/latest').then(JSON.stringify),
      request(lab.app)
        .get(`/lab/requests/${requestId}/raw`)
        .then(({ body }) => Buffer.from(body).toString()),
    ]);
    for (const answer of answers) {
      assert.ok(answer.includes('********'));
      for (const secret of [SECRET, basic, 'typed-by-hand', Buffer.from(raw).toString('base64')]) {
        assert.ok(!answer.includes(secret), secret);
      }
    }
    assert.deepEqual((await twin(`/lab/requests/${requestId}`)).authorization, {
      scheme: 'Basic',
      username: 'AC1',
    });
  });
});
