import assert from 'node:assert/strict';
import { auth } from '../../src/diagnosis/auth.ts';
import { describeFamily, type RuleRow } from '../support/describe-family.ts';
import { type Answered, diagnosed, found, rulesOf } from '../support/diagnosed.ts';
import { httpProvider } from '../support/providers.ts';
import { platformRow, shippedRow, telnyxRow, vonageRow } from '../support/vendor-rows.ts';

const GATEWAY = 'https://gateway.example/send?to=$mobilenumber$&text=';
const WITH_FIELDS = httpProvider({
  url: GATEWAY,
  httpsUsername: 'lab',
  httpsPassword: 'lab-password',
  httpsHost: 'gateway.example',
});
const WANTS = (scheme: string): Answered => ({
  status: '401 Unauthorized',
  headers: [`WWW-Authenticate: ${scheme}`],
});
const TOKEN_REFUSED: Answered = {
  status: '401 Unauthorized',
  body: {
    code: 20003,
    message: 'Authenticate',
    more_info: 'https://www.twilio.com/docs/errors/20003',
    status: 401,
  },
};

const ROWS: RuleRow[] = [
  {
    rule: 'credentials-missing',
    finds: [shippedRow('Twilio', { httpsPassword: '' })],
    says: /Twilio wants credentials, and "Twilio" has no "HTTPS Password"/,
    certainty: 'cause',
    first: true,
    misses: [WITH_FIELDS],
  },
  {
    rule: 'credentials-missing',
    finds: [vonageRow({ url: vonageRow().url.replace('&api_secret=lab-vonage-secret', '') })],
    says: /no "api_secret=" in "URL"/,
    certainty: 'cause',
    misses: [vonageRow()],
  },
  {
    rule: 'credentials-missing',
    finds: [platformRow({ url: platformRow().url.replace('apiKey=lab-platform-key&', '') })],
    says: /no "apiKey=" in "URL"/,
    certainty: 'cause',
    misses: [platformRow()],
  },
  {
    rule: 'credentials-out-of-scope',
    finds: [shippedRow('Twilio', { httpsPort: 8443 }), { answer: TOKEN_REFUSED }],
    says: /belong to api\.twilio\.com:8443, and "URL" goes to api\.twilio\.com:443/,
    remedy: /443 into "HTTPS Port"/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio', { httpsHost: 'API.twilio.com' })],
  },
  {
    rule: 'account-is-not-the-user',
    finds: [shippedRow('Twilio', { httpsUsername: 'ACffff' }), { answer: TOKEN_REFUSED }],
    says: /names the account AC1ab000000000000000000000000001ab, and "HTTPS Username" is ACffff/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio', { httpsUsername: 'SK00000000000000000000000000000000' })],
  },
  {
    rule: 'account-is-not-the-user',
    finds: [
      shippedRow('Twilio', {
        httpsUsername: 'an-auth-token',
        httpsPassword: 'AC1ab000000000000000000000000001ab',
      }),
    ],
    says: /are exchanged/,
    certainty: 'cause',
    misses: [shippedRow('Telnyx')],
  },
  {
    rule: 'key-needs-empty-username',
    finds: [shippedRow('Clickatell REST', { httpsUsername: 'lab' })],
    says: /with the "HTTPS Username" lab ISE sends Basic/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Clickatell REST')],
  },
  {
    rule: 'blank-around-credentials',
    finds: [shippedRow('Twilio', { httpsPassword: '1ab0000000000000000000000000ab1e ' })],
    says: /"HTTPS Password" of "Twilio" begins or ends with a blank/,
    certainty: 'cause',
    misses: [shippedRow('Twilio', { httpsPassword: 'two words' })],
  },
  {
    rule: 'header-not-expressible',
    finds: [telnyxRow()],
    says: /api\.telnyx\.com wants the header "Authorization: Bearer <key>", and ISE has no field/,
    remedy: /2010-04-01/,
    certainty: 'cause',
    misses: [shippedRow('Telnyx')],
  },
  {
    rule: 'header-not-expressible',
    finds: [
      httpProvider({ url: 'https://sns.eu-west-1.amazonaws.com/?PhoneNumber=$mobilenumber$&Message=' }),
    ],
    says: /AWS SigV4/,
    certainty: 'cause',
    misses: [httpProvider({ url: 'https://amazonaws.com.example/?PhoneNumber=$mobilenumber$&Message=' })],
  },
  {
    rule: 'header-not-expressible',
    finds: [telnyxRow({ emulator: { authorization: 'bearer' } })],
    says: /whether a real ISE can is unknown/,
    certainty: 'risk',
    misses: [WITH_FIELDS],
  },
  {
    rule: 'no-credentials-sent',
    finds: [httpProvider({ url: GATEWAY }), { answer: WANTS('Basic realm="sms"') }],
    says: /gateway\.example wants credentials \(HTTP 401\), and the request had none/,
    certainty: 'cause',
    first: true,
    misses: [WITH_FIELDS, { answer: WANTS('Basic realm="sms"') }],
  },
  {
    rule: 'no-credentials-sent',
    finds: [
      { ...WITH_FIELDS, emulator: { preemptiveAuth: false } },
      { answer: { status: '401 Unauthorized', body: 'no' } },
    ],
    says: /those of "HTTPS Username" were kept back: its answer does not ask for Basic/,
    remedy: /preemptiveAuth/,
    certainty: 'cause',
    first: true,
    misses: [WITH_FIELDS, { answer: { status: '403 Forbidden', body: 'no' } }],
  },
  {
    rule: 'credentials-refused',
    finds: [WITH_FIELDS, { answer: WANTS('Basic realm="sms"') }],
    says: /did not accept the user name "lab" with its password/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio'), { answer: TOKEN_REFUSED }],
  },
  {
    rule: 'credentials-refused',
    finds: [
      httpProvider({ url: GATEWAY.replace('to=', 'apikey=lab-key-1&to=') }),
      { answer: WANTS('Basic') },
    ],
    says: /did not accept "apikey" in the request/,
    certainty: 'cause',
    misses: [httpProvider({ url: GATEWAY }), { answer: WANTS('Basic') }],
  },
  {
    rule: 'other-authentication-wanted',
    finds: [WITH_FIELDS, { answer: WANTS('Digest realm="sms"') }],
    says: /asks for "Digest realm="sms"", and ISE can send Basic only/,
    certainty: 'cause',
    misses: [WITH_FIELDS, { answer: WANTS('Digest realm="a", Basic realm="b"') }],
  },
  {
    rule: 'credentials-over-plain-http',
    finds: [httpProvider({ url: 'http://lab:lab-password@gateway.example/send?to=$mobilenumber$&text=' })],
    says: /password of "lab" goes to gateway\.example over plain HTTP/,
    certainty: 'risk',
    misses: [httpProvider({ url: 'http://gateway.example/send?to=$mobilenumber$&text=' })],
  },
];

describe('diagnosis: auth', () => {
  describeFamily(auth, ROWS);

  it('credentials-refused: when Twilio says 20003 and credentials were sent, its own row speaks', () => {
    assert.deepEqual(rulesOf(diagnosed(shippedRow('Twilio'), { answer: TOKEN_REFUSED })), ['twilio-20003']);
  });

  it('no-credentials-sent: when Twilio says 20003 and nothing was sent, that comes first', () => {
    const open = shippedRow('Twilio', { httpsUsername: '', httpsPassword: '' });
    const rules = rulesOf(diagnosed(open, { answer: TOKEN_REFUSED }));
    assert.deepEqual(rules, ['credentials-missing', 'no-credentials-sent', 'twilio-20003']);
  });

  it('twilio-20003: when no credentials went along, it does not speak of a wrong password', () => {
    const open = shippedRow('Twilio', { httpsUsername: '', httpsPassword: '' });
    const one = found(diagnosed(open, { answer: TOKEN_REFUSED }), 'twilio-20003');
    assert.equal(one.problem, 'Twilio got no credentials with this request (Twilio 20003).');
  });

  it('when Account SID and Auth Token are exchanged, the token is not shown as the user name', () => {
    const row = shippedRow('Twilio');
    const exchanged = { ...row, httpsUsername: row.httpsPassword, httpsPassword: row.httpsUsername };
    for (const tried of [{}, { answer: TOKEN_REFUSED }]) {
      const diagnosis = diagnosed(exchanged, tried);
      assert.equal(diagnosis[0]?.rule, 'account-is-not-the-user');
      assert.ok(!JSON.stringify(diagnosis).includes(row.httpsPassword));
    }
  });

  it('a key that was typed into "HTTPS Username" is not shown', () => {
    const row = shippedRow('Clickatell REST', { httpsUsername: 'the-only-key', httpsPassword: '' });
    assert.ok(!JSON.stringify(diagnosed(row)).includes('the-only-key'));
  });

  it('no password is repeated, wherever it was typed, however short and broken it is', () => {
    const q = '$mobilenumber$&text=';
    const JSON_DATA = '{"password":"pw7Q","to":"$mobilenumber$","text":$message$,"x":"$y$"}';
    const rows = [
      httpProvider({ url: `http://lab:pw7Q@gateway.example/send#password=pw7Q&to=${q}` }),
      httpProvider({ url: `http://lab:pw7Q@gateway.example/send?to=${q}` }),
      httpProvider({ url: `http://gateway.example/send?password=a#pw7Q&to=${q}` }),
      httpProvider({ url: `http://gateway.example/send?password=a&pw7Q&to=${q}` }),
      httpProvider({ url: `http://gateway.example/send?password=a%pw7Q&to=${q}` }),
      httpProvider({ url: `http://gateway.example/send?password=pw7Q&mo=1` }),
      httpProvider({
        url: `http://gateway.example/send?password=pw7Q$x$&to=$mobilnumber$&password=pw7Q&text=`,
      }),
      httpProvider({ url: `http:/gateway.example/send?password=pw7Q&to=${q}` }),
      httpProvider({ url: 'https://gateway.example', useHttpPost: true, data: JSON_DATA }),
      httpProvider({ url: 'https://gateway.example/?to=', data: '&password=pw7Q&text=$message$' }),
      shippedRow('Twilio', { data: 'password=pw7Q&Body=$message$' }),
      shippedRow('Global Default', { data: 'password=lab-password&text=$message$' }),
    ];
    const answers = [
      undefined,
      { status: '400 Bad Request' },
      { status: '401 Unauthorized' },
      { status: '301 Moved' },
    ];
    for (const row of rows) {
      for (const answer of answers) {
        const text = JSON.stringify(diagnosed(row, { text: 'a "b" & c', ...(answer ? { answer } : {}) }));
        assert.doesNotMatch(text, /lab-password|pw7Q/, row.url + row.data);
      }
    }
  });
});
