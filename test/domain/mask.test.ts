import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { maskBytes, maskLiterals, maskText } from '../../src/domain/mask.ts';

const request = (...lines: string[]): string => lines.join('\r\n');

describe('mask: by structure', () => {
  it('Authorization and Proxy-Authorization lose their value and keep their scheme', () => {
    assert.equal(
      maskText(
        request('GET / HTTP/1.1', 'authorization: Basic abc', 'Proxy-Authorization:  Bearer x y', '', ''),
        [],
      ),
      request(
        'GET / HTTP/1.1',
        'authorization: Basic ********',
        'Proxy-Authorization:  Bearer ********',
        '',
        '',
      ),
    );
  });

  it('an Authorization without a scheme is masked whole, and so are key-like headers', () => {
    assert.equal(
      maskText(request('GET / HTTP/1.1', 'Authorization: key==', 'X-Api-Key: k', 'X-Version: 1', '', ''), []),
      request('GET / HTTP/1.1', 'Authorization: ********', 'X-Api-Key: ********', 'X-Version: 1', '', ''),
    );
  });

  for (const name of [
    'password',
    'passwd',
    'pwd',
    'pass',
    'api_key',
    'apikey',
    'apiKey',
    'API-KEY',
    'api_secret',
    'auth_token',
    'authToken',
    'token',
    'secret',
    'key',
    'access_key',
    'client_secret',
    'http_password',
    'pass%77ord',
  ]) {
    it(`the query parameter, form field, JSON member and XML element ${name} is masked`, () => {
      const query = (value: string): string =>
        request(`GET /x?to=1&${name}=${value}&text=hi HTTP/1.1`, '', '');
      assert.equal(maskText(query('v'), []), query('********'));
      const form = (value: string): string => request('POST / HTTP/1.1', '', `${name}=${value}&to=1`);
      assert.equal(maskText(form('a b'), []), form('********'));
      if (name.includes('%')) return;
      const json = (value: string): string =>
        request('POST / HTTP/1.1', '', `{"to":["1"],"${name}" : ${value},"x":1}`);
      assert.equal(maskText(json('"a\\"b"'), []), json('"********"'));
      assert.equal(maskText(json('1234'), []), json('"********"'));
      const xml = (value: string): string =>
        request('POST / HTTP/1.1', '', `<r><${name}>${value}</${name}></r>`);
      assert.equal(maskText(xml('v'), []), xml('********'));
    });
  }

  for (const name of [
    'user',
    'username',
    'api_id',
    'from',
    'to',
    'text',
    'session_id',
    'monkey',
    'keyword',
    'passport',
  ]) {
    it(`the parameter ${name} stays`, () => {
      const text = request(`GET /x?${name}=v HTTP/1.1`, '', `{"${name}":"v"}`);
      assert.equal(maskText(text, []), text);
    });
  }

  it('the password in a URL is masked, in a request line and alone', () => {
    assert.equal(
      maskText('http://user:p%40ss@host/x?token=1#a', []),
      'http://user:********@host/x?token=********#a',
    );
    assert.match(maskText(request('GET http://u:p@h/ HTTP/1.1', '', ''), []), /^GET http:\/\/u:\*{8}@h\/ /);
  });

  it('the first field of a chunked form is masked', () => {
    const chunked = (value: string): string =>
      request(
        'POST / HTTP/1.1',
        'Content-Type: application/x-www-form-urlencoded',
        '',
        '1f',
        `password=${value}&to=1`,
        '0',
        '',
        '',
      );
    assert.equal(maskText(chunked('v'), []), chunked('********'));
  });

  it('fragments without a head are masked too', () => {
    assert.equal(maskText('user=x&password=y', []), 'user=x&password=********');
    assert.equal(maskText('{"token":"y"}', []), '{"token":"********"}');
  });

  it('the guest text stays, whatever it looks like', () => {
    for (const text of [
      'Password: 1234',
      'Username: anna\nPassword: 1234\npassword:1234',
      request('GET /x?text=Password%3A+1234%26password%3D5 HTTP/1.1', '', ''),
      request(
        'POST / HTTP/1.1',
        'Content-Type: application/json',
        '',
        '{"text":"Password: 1 {\\"password\\":\\"2\\"} ?token=3"}',
      ),
      request('POST / HTTP/1.1', '', 'Username: anna Password: 1234 ?password=1'),
      request(
        'EHLO x',
        'DATA',
        'Subject: x',
        '',
        'Username: anna',
        'Password: 1234',
        'password:1234',
        '.',
        '',
      ),
    ]) {
      assert.equal(maskText(text, []), text);
    }
  });

  it('other bytes stay as they are', () => {
    const bytes = Buffer.from('GET /?password=x HTTP/1.1\r\n\r\n\0\xff\xfe\r\n\r\n', 'latin1');
    assert.equal(
      Buffer.from(maskBytes(bytes, [])).toString('latin1'),
      'GET /?password=******** HTTP/1.1\r\n\r\n\0\xff\xfe\r\n\r\n',
    );
  });

  describe('SMTP', () => {
    const conversation = (...auth: string[]): string =>
      request(
        'EHLO localhost',
        ...auth,
        'MAIL FROM:<a@x.test>',
        'DATA',
        'Subject: x',
        '',
        'hi',
        '.',
        'QUIT',
        '',
      );

    for (const [said, shown] of [
      [['AUTH PLAIN AGFubmEAeA=='], ['AUTH PLAIN ********']],
      [
        ['auth plain', 'AGFubmEAeA=='],
        ['auth plain', '********'],
      ],
      [
        ['AUTH LOGIN', 'YW5uYQ==', 'eHg='],
        ['AUTH LOGIN', '********', '********'],
      ],
      [
        ['AUTH LOGIN YW5uYQ==', 'eHg='],
        ['AUTH LOGIN ********', '********'],
      ],
      [
        ['AUTH CRAM-MD5', 'YW5uYSA='],
        ['AUTH CRAM-MD5', '********'],
      ],
      [
        ['AUTH LOGIN', 'QUIT'],
        ['AUTH LOGIN', 'QUIT'],
      ],
    ] as const) {
      it(`${said.join(' / ')} is masked, and nothing after it`, () => {
        assert.equal(maskText(conversation(...said), []), conversation(...shown));
      });
    }

    it('the password line of a Clickatell mail is masked', () => {
      const mail = (value: string): string =>
        request(
          'EHLO x',
          'DATA',
          '',
          'api_id:1',
          'user:lab',
          `password:${value}`,
          'to:1',
          'text:Password: 1234',
          '.',
          '',
        );
      assert.equal(maskText(mail('geheim'), []), mail('********'));
    });

    it('AUTH after a refused DATA is masked', () => {
      assert.match(
        maskText(request('EHLO x', 'DATA', 'AUTH PLAIN AGFubmEAeA==', ''), []),
        /AUTH PLAIN \*{8}\r\n$/,
      );
    });
  });
});

describe('mask: by letter', () => {
  const secret = 's3/cr&t "ü+\\';

  for (const [spelling, text] of Object.entries({
    'as it is': secret,
    'percent-encoded': encodeURIComponent(secret),
    'percent-encoded in lower case': encodeURIComponent(secret).toLowerCase(),
    'form-encoded': new URLSearchParams({ a: secret }).toString().slice(2),
    'JSON-escaped': JSON.stringify(secret).slice(1, -1),
    'JSON-escaped to ASCII': JSON.stringify(secret).slice(1, -1).replace('ü', '\\u00FC').replace('/', '\\/'),
    'XML-escaped': 's3/cr&amp;t &quot;ü+\\',
    'base64 of user:secret': Buffer.from(`someone:${secret}`).toString('base64'),
    'base64 of AUTH PLAIN': Buffer.from(`\0me\0${secret}`).toString('base64'),
    base64url: Buffer.from(`x:${secret}`).toString('base64url'),
  })) {
    it(`${spelling} it is masked`, () => {
      assert.equal(maskLiterals(`<${text}>`, [secret]), '<********>');
      assert.equal(Buffer.from(maskBytes(Buffer.from(`<${text}>`), [secret])).toString(), '<********>');
    });
  }

  it('a secret of fewer than 6 characters is left to structure', () => {
    assert.equal(maskText('12345 123456', ['12345', '']), '12345 123456');
    assert.equal(maskText('12345 123456', ['123456']), '12345 ********');
  });

  it('of two secrets the longer goes first', () => {
    assert.equal(maskLiterals('geheimnis geheim', ['geheim', 'geheimnis']), '******** ********');
  });

  it('what a secret looks like to a regular expression does not matter', () => {
    assert.equal(maskLiterals('aaaaaa .*.*.* $&$&$&', ['.*.*.*', '$&$&$&']), 'aaaaaa ******** ********');
  });

  it('the sender of a Basic header is masked with the secret, the scheme stays', () => {
    const encoded = Buffer.from('AC123:geheimnis').toString('base64');
    assert.equal(maskLiterals(`Basic ${encoded}`, ['geheimnis']), 'Basic ********');
  });
});
