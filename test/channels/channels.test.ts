import { emailChannel, gatewayChannel, httpChannel } from '../../src/channels/index.ts';
import type { HttpProvider } from '../../src/domain/provider.ts';
import { describeChannel, type Peer } from '../contracts/describe-channel.ts';
import { httpAnswer, smtpScript } from '../support/bare-server.ts';
import { httpProvider, smtpProvider, smtpServer } from '../support/providers.ts';
import { smsMessage } from '../support/send-to.ts';

const TIMEOUT_MS = 150;

const answers = (status: string, body = '', headers: string[] = []): Peer => ({
  answer: (_request, socket) => void socket.write(httpAnswer(status, body, headers)),
});

/** Peers that no HTTP channel may take for a yes. */
const refusingHttp: Record<string, Peer> = {
  'a vendor’s refusal behind 200': answers('200 OK', 'ERR: 105, Invalid Destination Address'),
  'a vendor’s refusal with 400': answers(
    '400 Bad Request',
    '{"code":21211,"message":"Invalid \'To\' Phone Number","status":400}',
  ),
  'a 500': answers('500 Internal Server Error', 'oops'),
  'a page of another world': answers('200 OK', '<html>welcome</html>'),
  'an empty 200': answers('200 OK'),
  'a redirect': answers('302 Found', '', ['Location: http://provider.example/elsewhere']),
  silence: {},
  'no HTTP at all': { answer: (_request, socket) => void socket.end('\x00\x01 nonsense \xff\r\n\r\n') },
  'a reset': { answer: (_request, socket) => void socket.resetAndDestroy() },
  'an answer cut off in its body': {
    answer: (_request, socket) =>
      void socket.end('HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{"sid":"SM1"'),
  },
};

function describeHttp(
  name: Parameters<typeof describeChannel>[0],
  settings: Partial<HttpProvider>,
  reading: { yes: Peer; decode(received: string): string; secrets: string[] },
): void {
  const provider = httpProvider({ ...settings, emulator: { timeoutMs: TIMEOUT_MS, ...settings.emulator } });
  describeChannel(name, {
    route: () => httpChannel(provider),
    message: smsMessage,
    accepting: reading.yes,
    decode: reading.decode,
    refusing: refusingHttp,
    secrets: reading.secrets,
  });
}

const bodyOf = (received: string) => received.slice(received.indexOf('\r\n\r\n') + 4);
const queryOf = (received: string) => new URL(received.split(' ')[1] ?? '', 'http://h/').searchParams;

describeHttp(
  'http-get',
  {
    url: 'http://provider.example/http/sendmsg?user=lab&password=lab-password&api_id=3591672&to=$mobilenumber$&MO=0&from=17752874976&text=',
  },
  {
    yes: answers('200 OK', 'ID: 205e85d0578314037a96175249fc6a2b'),
    decode: (received) => queryOf(received).get('text') ?? '',
    secrets: ['lab-password'],
  },
);

describeHttp(
  'http-post-json',
  {
    url: 'http://provider.example/rest/message?from=17752874976&x-version=1&mo=1&api_id=3591672',
    useHttpPost: true,
    httpPostContentType: 'application/json',
    httpsPassword: 'lab-clickatell-rest-token',
  },
  {
    yes: answers(
      '202 Accepted',
      '{"data":{"message":[{"accepted":true,"to":"15556661212","apiMessageId":"1"}]}}',
    ),
    decode: (received) => JSON.parse(bodyOf(received)).text,
    secrets: ['lab-clickatell-rest-token'],
  },
);

describeHttp(
  'http-post-form',
  {
    url: 'http://provider.example/2010-04-01/Accounts/AC1ab000000000000000000000000001ab/Messages.json?From=%2B17752874976',
    useHttpPost: true,
    httpPostContentType: 'application/x-www-form-urlencoded',
    httpsUsername: 'AC1ab000000000000000000000000001ab',
    httpsPassword: 'lab-twilio-auth-token',
  },
  {
    yes: answers('201 Created', '{"sid":"SM1","status":"queued","error_code":null}'),
    decode: (received) => new URLSearchParams(bodyOf(received)).get('Body') ?? '',
    secrets: [Buffer.from('AC1ab000000000000000000000000001ab:lab-twilio-auth-token').toString('base64')],
  },
);

describeHttp(
  'http-post-template',
  {
    url: 'http://provider.example/sms.php?site=7',
    useHttpPost: true,
    httpPostContentType: 'application/json',
    data: '{"phone": "$mobilenumber$","message": "$message$"}',
    emulator: { plus: 'strip' },
  },
  {
    yes: answers('200 OK', 'ok'),
    decode: (received) => /"message": "([\s\S]*)"\}$/.exec(bodyOf(received))?.[1] ?? '',
    secrets: [],
  },
);

const accepting: Peer = { connected: smtpScript() };
const refusingSmtp: Record<string, Peer> = {
  'a refused recipient': { connected: smtpScript({ 'RCPT TO': '550 5.1.1 no such user' }) },
  'refused data': { connected: smtpScript({ '.': '554 5.7.1 spam' }) },
  'a busy server': { connected: smtpScript({ '': '421 4.3.2 busy' }) },
  silence: {},
  'no SMTP at all': { connected: (socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\nID: 1') },
  'a reset': { connected: (socket) => void socket.resetAndDestroy() },
};

/** The mail as a server would read it: what stands between DATA and the dot, dots unstuffed. */
function mailOf(received: string): string {
  const data = received.slice(received.indexOf('DATA\r\n') + 6, received.indexOf('\r\n.\r\n') + 2);
  return data.replace(/^\.\./gm, '.');
}

function decodeMail(received: string): string {
  // A quoted-printable or plain text, decoded by hand: mailparser is asynchronous and joins parts.
  const mail = mailOf(received);
  const boundary = /boundary="?([^"\r\n;]+)/.exec(mail)?.[1];
  const part = boundary === undefined ? mail : (mail.split(`--${boundary}`)[1] ?? '').replace(/^\r\n/, '');
  const end = part.indexOf('\r\n\r\n');
  const [head, body] = [part.slice(0, end), part.slice(end + 4).replace(/\r\n$/, '')];
  const encoding = /content-transfer-encoding:\s*(\S+)/i.exec(head)?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8').replaceAll('\r\n', '\n');
  if (encoding === 'quoted-printable') {
    const bytes = body
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
  }
  return body.replaceAll('\r\n', '\n');
}

const server = { connectionTimeout: TIMEOUT_MS / 1000 };

describeChannel('email', {
  route: () => emailChannel(smtpServer(server)),
  message: (text) => ({
    ...smsMessage(text, 'jane@example.org'),
    kind: 'email',
    subject: 'Your Guest Account Credentials',
    html: '<p>Username: <strong>jdoe</strong></p>',
  }),
  accepting,
  decode: decodeMail,
  refusing: refusingSmtp,
  secrets: [],
});

describeChannel('sms-email-gateway', {
  route: () => gatewayChannel(smtpProvider({ emulator: { timeoutMs: TIMEOUT_MS } }), smtpServer(server)),
  message: smsMessage,
  accepting,
  decode: decodeMail,
  refusing: refusingSmtp,
  secrets: [],
});
