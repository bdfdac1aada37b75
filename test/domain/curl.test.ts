import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { promisify } from 'node:util';
import { curlCommand } from '../../src/domain/curl.ts';
import type { Exchange } from '../../src/domain/transcript.ts';

const run = promisify(execFile);

function exchange(request: string | Buffer, changes: Partial<Exchange> = {}): Exchange {
  return {
    target: { host: 'sms.example', port: 80, secure: false },
    redirectedTo: null,
    proxy: null,
    address: null,
    reusedConnection: false,
    tls: null,
    request: (typeof request === 'string' ? Buffer.from(request, 'latin1') : request).toString('base64'),
    response: '',
    responseCut: false,
    lines: [],
    timings: { dns: null, connect: null, proxy: null, tls: null, firstByte: null, total: 0 },
    failure: null,
    ...changes,
  };
}

/** The words that a shell makes of a command; standard input, if any, last. curl itself is replaced. */
async function words(command: string, env: Record<string, string> = {}): Promise<string[]> {
  const script = `curl() { printf '%s\\0' "$@"; if [ ! -t 0 ]; then cat; fi; }\n${command} < /dev/null`;
  const piped = `curl() { printf '%s\\0' "$@"; cat; }\n${command}`;
  const chosen = command.includes(' | curl') ? piped : script;
  const { stdout } = await run('/bin/sh', ['-c', chosen], { env, encoding: 'latin1' });
  return stdout.split('\0');
}

function commandOf(...parameters: Parameters<typeof curlCommand>): string {
  const made = curlCommand(...parameters);
  assert.ok(made);
  return made.command;
}

describe('curl command', () => {
  it('holds URL, headers and body, and switches off what curl would add', async () => {
    const request =
      'POST /m?a=1&b=%20 HTTP/1.1\r\nHost: sms.example\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a":"b"}';
    assert.deepEqual(await words(commandOf(exchange(request), 'http')), [
      ...['--include', '--http1.1', '--globoff', '--path-as-is'],
      ...['--header', 'Content-Type: application/json', '--header', 'User-Agent:', '--header', 'Accept:'],
      ...['--data-binary', '{"a":"b"}', 'http://sms.example/m?a=1&b=%20', ''],
    ]);
  });

  it('quotes what a shell would take for its own', async () => {
    const evil = `it's "$HOME" \`id\` $(id) \\ !x *`;
    const request = `POST / HTTP/1.1\r\nHost: sms.example\r\nX-A: ${evil}\r\n\r\n${evil}`;
    const got = await words(commandOf(exchange(request), 'http'), { HOME: '/leak' });
    assert.ok(got.includes(`X-A: ${evil}`));
    assert.equal(got[got.indexOf('--data-binary') + 1], evil);
  });

  it('brings any bytes of a body through, NUL and broken UTF-8 included', async () => {
    const body = String.fromCharCode(...Array.from({ length: 256 }, (_, n) => n));
    const request = `POST / HTTP/1.1\r\nHost: sms.example\r\n\r\n${body}`;
    const command = commandOf(exchange(request), 'http');
    assert.match(command, /--data-binary @-/);
    assert.ok((await words(command)).join('\0').endsWith(`\0${body}`));
  });

  it('does not let a body that begins with @ be taken for a file', async () => {
    const got = await words(commandOf(exchange('POST / HTTP/1.1\r\nHost: a\r\n\r\n@/etc/passwd'), 'http'));
    assert.equal(got[got.indexOf('--data-binary') + 1], '@-');
    assert.equal(got.at(-1), '@/etc/passwd');
  });

  it('puts shell variables where secrets were, and says what they are', async () => {
    const request =
      'POST /send?user=u&password=******** HTTP/1.1\r\nHost: sms.example\r\nAuthorization: Basic ********\r\n' +
      'X-Api-Key: ********\r\n\r\n{"auth-token": "********", "text": "it\'s"}';
    const made = curlCommand(exchange(request), 'http');
    assert.ok(made);
    assert.deepEqual(
      made.variables.map(({ name }) => name),
      ['HTTPS_USERNAME', 'HTTPS_PASSWORD', 'X_API_KEY', 'AUTH_TOKEN', 'PASSWORD'],
    );
    const env = {
      HTTPS_USERNAME: 'me',
      HTTPS_PASSWORD: 'p w',
      X_API_KEY: 'k',
      AUTH_TOKEN: 't',
      PASSWORD: 'q',
    };
    const got = await words(made.command, env);
    assert.ok(got.includes('me:p w'));
    assert.ok(got.includes('X-Api-Key: k'));
    assert.ok(got.includes('{"auth-token": "t", "text": "it\'s"}'));
    assert.ok(got.includes('http://sms.example/send?user=u&password=q'));
  });

  it('takes a dollar sign in the text for no variable', () => {
    assert.deepEqual(
      curlCommand(exchange("POST / HTTP/1.1\r\nHost: a\r\n\r\nIt's $HOME"), 'http')?.variables,
      [],
    );
  });

  it('names the redirection, the lab certificate and the proxy', async () => {
    const command = commandOf(
      exchange('GET / HTTP/1.1\r\nHost: sms.example\r\n\r\n', {
        target: { host: 'sms.example', port: 443, secure: true },
        redirectedTo: { host: '127.0.0.1', port: 8444 },
        proxy: { host: 'proxy.example', port: 3128, mode: 'tunnel', answer: null },
      }),
      'http',
    );
    const got = await words(command, { LAB_CA: '/ca.pem' });
    assert.equal(got[got.indexOf('--connect-to') + 1], 'sms.example:443:127.0.0.1:8444');
    assert.equal(got[got.indexOf('--cacert') + 1], '/ca.pem');
    assert.equal(got[got.indexOf('--proxy') + 1], 'http://proxy.example:3128');
    assert.ok(got.includes('--proxytunnel'));
    assert.ok(got.includes('https://sms.example/'));
  });

  it('gives a mail for SMTP with envelope and full stops as they were', async () => {
    const mail = 'Subject: x\r\n\r\n..one\r\n....\r\nend\r\n';
    const command = commandOf(
      exchange(`EHLO ise.lab\r\nMAIL FROM:<a@lab>\r\nRCPT TO:<b'c@lab>\r\nDATA\r\n${mail}.\r\nQUIT\r\n`, {
        target: { host: 'mail.example', port: 25, secure: false },
        lines: [
          'EHLO ise.lab',
          'STARTTLS',
          'AUTH PLAIN ********',
          'MAIL FROM:<a@lab> SIZE=3',
          "RCPT TO:<b'c@lab>",
        ].map((text) => ({ from: 'client' as const, text })),
      }),
      'smtp',
    );
    const got = await words(command, { SMTP_USER: 'u', SMTP_PASSWORD: 'p' });
    assert.deepEqual(got.slice(0, -1), [
      ...['--verbose', '--ssl-reqd', '--user', 'u:p', '--mail-from', '<a@lab>', '--mail-rcpt', "<b'c@lab>"],
      ...['--upload-file', '-', 'smtp://mail.example:25/ise.lab'],
    ]);
    assert.equal(got.at(-1), 'Subject: x\r\n\r\n.one\r\n...\r\nend\r\n');
  });

  it('is null when no request was ever made', () => {
    assert.equal(curlCommand(exchange(''), 'http'), null);
    assert.equal(curlCommand(exchange(''), 'smtp'), null);
  });

  it('run by the real curl sends the same bytes again', async function () {
    const found = await run('/bin/sh', ['-c', 'command -v curl']).then(
      () => true,
      () => false,
    );
    if (!found) this.skip();
    const { server, port, received } = await listen();
    try {
      const request = Buffer.from(
        "POST /a b?c={[x]}&d=%2B\"' HTTP/1.1\r\nHost: sms.example\r\nContent-Type: text/plain\r\nX-Empty: \r\nContent-Length: 8\r\n\r\n@\u0000é\r\n'$x",
        'latin1',
      );
      const made = commandOf(exchange(request, { redirectedTo: { host: '127.0.0.1', port } }), 'http');
      await run('/bin/sh', ['-c', made]);
      const sort = (bytes: string) =>
        bytes
          .split('\r\n')
          .map((line) => line.trimEnd())
          .sort();
      assert.deepEqual(sort(received()), sort(request.toString('latin1')));
    } finally {
      server.close();
    }
  });
});

async function listen(): Promise<{ server: Server; port: number; received(): string }> {
  let bytes = '';
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      bytes += chunk.toString('latin1');
      // The body has eight bytes.
      if (bytes.indexOf('\r\n\r\n') > 0 && bytes.length >= bytes.indexOf('\r\n\r\n') + 12)
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, received: () => bytes };
}
