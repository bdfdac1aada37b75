import assert from 'node:assert/strict';
import { type SendFlags, send } from '../../src/cli/send.ts';
import { httpAnswer, startBareServer } from '../support/bare-server.ts';
import { shippedProviders } from '../support/emulators.ts';
import { fakeOutput } from '../support/fake-output.ts';
import { labFiles, removeLabFiles } from '../support/lab-files.ts';

const TO = '+15556661212';

/** What the tests look at in `--json`. */
interface SentJson {
  live: boolean;
  notes: string[];
  channel: string;
  message: { kind: string; text: string };
  sms: { encoding: string; segments: number; forcing: string[] };
  requests: { text: string; base64: string; redirectedTo: { host: string } }[];
  providerVerdict: string;
  diagnosis: { rule: string; problem: string }[];
  result: string;
  exitCode: number;
}

describe('ise-guest send', function () {
  this.timeout(60_000);
  afterEach(removeLabFiles);

  const sendBy = async (flags: Partial<SendFlags>, providers: unknown = shippedProviders()) => {
    const fake = fakeOutput();
    const code = await send({ ...labFiles(providers), provider: 'Twilio', to: TO, ...flags }, fake.output);
    return { code, ...fake };
  };
  const row = (url: string, more: object = {}) => ({
    name: 'Draft',
    type: 'http',
    url,
    data: '$message$',
    ...more,
  });

  it('prints message, request, transcript and both verdicts, masks the secret, and says that nothing leaves', async () => {
    const { code, stdout, prose, stderr } = await sendBy({});
    assert.equal(code, 0);
    assert.equal(stderr(), '');
    assert.match(prose(), /^Nothing leaves this machine: private simulators stand in/);
    assert.match(stdout(), /Your account details: Username: jdoe Password: 4711\n/);
    assert.match(stdout(), / Authorization: Basic \*{8}␍␊\n/);
    assert.doesNotMatch(stdout(), /1ab0000000000000000000000000ab1e/);
    assert.match(stdout(), /HTTP\/1\.1 201 Created␍␊/);
    assert.match(prose(), /Verdicts ISE sent: .* Provider accepted: .*SM[0-9a-f]{32}/);
    assert.match(prose(), /TLS TLSv1\.3, trusted 1\. CN=api\.twilio\.com.* serial [0-9A-F]+, until \d{4}-/);
    assert.match(stdout(), /\nSent\. Exit code 0\.\n$/);
  });

  it('when the provider refuses, it is exit code 1 with the diagnosis and its remedy', async () => {
    const { code, prose } = await sendBy({ to: '+1555' });
    assert.equal(code, 1);
    assert.match(prose(), /Provider refused: .*21211/);
    assert.match(prose(), /Refused by the provider\. Exit code 1\./);
  });

  it('when a refusal hides behind HTTP 200, ISE says sent and the exit code is 1 all the same', async () => {
    const providers = shippedProviders(
      {},
      {
        'Global Default': {
          url: 'http://api.clickatell.com/http/sendmsg?user=lab&password=wrong-password&api_id=3591672&to=$mobilenumber$&text=',
        },
      },
    );
    const { code, prose, stdout } = await sendBy({ provider: 'Global Default' }, providers);
    assert.equal(code, 1);
    assert.match(prose(), /ISE sent: any 2xx/);
    assert.doesNotMatch(stdout(), /wrong-password/);
  });

  it('--dry-run sends nothing, and a cause makes it exit code 2', async () => {
    const server = await startBareServer({});
    const providers = { providers: [row(`http://127.0.0.1:${server.port}/?to=$mobilenumber$&text=`)] };
    const dry = await sendBy({ provider: undefined as never, dryRun: true, text: 'Tea & cake' }, providers);
    assert.equal(dry.code, 0);
    assert.match(dry.stdout(), / GET \/\?to=15556661212&text=Tea\+%26\+cake HTTP\/1\.1␍␊\n/);
    assert.match(dry.prose(), /Nothing was sent \(--dry-run\)/);
    assert.match(dry.prose(), /nothing is known that speaks against it\. Exit code 0\./);
    const doubtful = await sendBy({ dryRun: true, provider: 'Global Default', text: '😀' });
    assert.equal(doubtful.code, 0);
    assert.match(doubtful.prose(), /suspect .*Nothing surely speaks against it, but see what is suspected\./);
    assert.equal(server.connections(), 0);
    const old = await sendBy({ dryRun: true, release: '1.4p7' });
    assert.equal(old.code, 2);
    assert.match(
      old.prose(),
      /cause ISE 1\.4p7 cannot send through "Twilio".*Do this: .*\[not-in-this-release\]/,
    );
    await server.close();
  });

  it('unreachable is 3, and an answer that never came is 4: it may have arrived', async () => {
    const gone = await sendBy({ provider: 'Draft' }, { providers: [row('http://127.0.0.1:1/?text=')] });
    assert.equal(gone.code, 3);
    assert.match(gone.prose(), /127\.0\.0\.1:1 refused the connection.*Exit code 3/);
    const server = await startBareServer({ answer: (_, socket) => void socket.destroy() });
    const silent = await sendBy(
      { provider: 'Draft' },
      { providers: [row(`http://127.0.0.1:${server.port}/?text=`)] },
    );
    assert.equal(silent.code, 4);
    await server.close();
  });

  it('an email address uses the email channel, and says that --provider is not used', async () => {
    const { code, stdout, prose } = await sendBy({ to: 'jane@example.com' });
    assert.equal(code, 0);
    assert.match(stdout(), /Channel +email: /);
    assert.match(prose(), /--provider is not used/);
    assert.match(stdout(), /> RCPT TO:<jane@example\.com>\n/);
  });

  it('--text is filled with sample data, and a character outside GSM-7 is named', async () => {
    const { json } = await sendBy({ text: 'Dear $ui_first_name$ 日', json: true });
    const sent = json<SentJson>();
    assert.equal(sent.message.text, 'Dear Jane 日');
    assert.deepEqual([sent.sms.encoding, sent.sms.forcing], ['UCS-2', ['日']]);
    assert.deepEqual([sent.result, sent.exitCode, sent.live], ['sent', 0, false]);
    assert.match(sent.requests[0]?.text ?? '', /Authorization: Basic \*{8}\r\n/);
  });

  it('--live reaches the address of the row, past connectTo', async () => {
    const server = await startBareServer({
      answer: (_, socket) => void socket.write(httpAnswer('200 OK', 'OK')),
    });
    const providers = {
      providers: [row(`http://127.0.0.1:${server.port}/?text=`)],
      connectTo: { [`127.0.0.1:${server.port}`]: 'simulator' },
    };
    const dead = await sendBy({ provider: 'Draft' }, providers);
    assert.equal(server.connections(), 0);
    const live = await sendBy({ provider: 'Draft', live: true }, providers);
    assert.equal(server.connections(), 1);
    assert.match(live.prose(), /^LIVE: this goes to the real servers/);
    assert.notEqual(dead.code, 3);
    await server.close();
  });

  it('what neither connectTo nor a loopback address keeps here is led to the simulators, and said', async () => {
    const providers = {
      providers: [row('https://sms.vendor.test/send?text=')],
      proxy: { fqdn: 'proxy.test', port: 3128 },
    };
    const { code, json } = await sendBy({ provider: 'Draft', json: true }, providers);
    const sent = json<SentJson>();
    assert.equal(sent.requests[0]?.redirectedTo.host, '127.0.0.1');
    assert.match(
      sent.notes.join(' '),
      /sms\.vendor\.test:443 is led to the simulators here .*proxy proxy\.test:3128 is left out/,
    );
    assert.notEqual(code, 3);
  });

  it('what the answer says cannot move the cursor', async () => {
    const body = 'no\u001b[2J\u202eevil';
    const server = await startBareServer({
      answer: (_, socket) => void socket.write(httpAnswer('500 Oops', body)),
    });
    const { code, stdout } = await sendBy(
      { provider: 'Draft' },
      { providers: [row(`http://127.0.0.1:${server.port}/?text=`)] },
    );
    assert.equal(code, 1);
    assert.match(stdout(), /no␛\[2J\\u202eevil/);
    assert.doesNotMatch(stdout(), /(?!\n)\p{Cc}|\p{Bidi_Control}/u);
    await server.close();
  });

  it('--json of a mistake is one document, too', async () => {
    const { code, json, stderr } = await sendBy({ provider: 'Twilo', json: true });
    assert.equal(code, 2);
    const { error, exitCode } = json<{ error: string; exitCode: number }>();
    assert.match(error, /^--provider is "Twilo"; it must be one of "Global Default"/);
    assert.equal(exitCode, 2);
    assert.match(stderr(), /^--provider is "Twilo"/);
  });

  it('mistakes name the flag, the value and what is allowed, and are exit code 2', async () => {
    const cases: [Partial<SendFlags>, RegExp][] = [
      [
        { provider: 'Twillio' },
        /^--provider is "Twillio"; it must be one of "Global Default", "Clickatell HTTPS", .*"Twilio"/,
      ],
      [{ provider: undefined as never }, /^--provider is missing; it must be one of "Global Default"/],
      [
        { to: 'nobody' },
        /^--to is "nobody"; it must be a mobile number such as \+15556661212, or an email address\./,
      ],
      [{ release: 'soon' }, /^--release is "soon"; it must be an ISE release/],
      [
        { providers: 'nowhere.json' },
        /^nowhere\.json is missing; it must be a file that can be read|nowhere\.json is missing/,
      ],
    ];
    for (const [flags, expected] of cases) {
      const { code, stderr, stdout } = await sendBy(flags);
      assert.equal(code, 2);
      assert.match(stderr().replace(/\s+/g, ' '), expected);
      assert.equal(stdout(), '');
    }
  });
});
