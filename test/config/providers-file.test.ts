import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import { parseProvidersFile, providersJsonSchema } from '../../src/config/providers-file.ts';

const shipped = () => JSON.parse(readFileSync('providers.json', 'utf8'));

function mistakesOf(json: unknown, env = {}) {
  const parsed = parseProvidersFile(json, env);
  return 'mistakes' in parsed ? parsed.mistakes : [];
}

describe('providers.json', () => {
  it('as shipped, is read without a mistake and carries the real vendors’ hosts', () => {
    const parsed = parseProvidersFile(shipped(), {});
    assert.ok('ok' in parsed, JSON.stringify(parsed));
    const names = parsed.ok.providers.map(({ name }) => name);
    assert.deepEqual(names, [
      'Global Default',
      'Clickatell HTTPS',
      'Clickatell REST',
      'Twilio',
      'Telnyx',
      'SMS Email Gateway',
    ]);
    const urls = parsed.ok.providers.flatMap((provider) =>
      provider.type === 'http' ? [new URL(provider.url).host] : [],
    );
    assert.deepEqual([...new Set(urls)], ['api.clickatell.com', 'api.twilio.com', 'api.telnyx.com']);
    assert.equal(parsed.ok.smtpServer.smtpPort, 25, 'a port written as a text, as ERS does, is a number');
  });

  it('fills in ISE’s defaults', () => {
    const parsed = parseProvidersFile({ providers: [{ name: 'A', type: 'http', url: 'http://h/' }] }, {});
    assert.ok('ok' in parsed);
    const [provider] = parsed.ok.providers;
    assert.deepEqual(provider, {
      name: 'A',
      type: 'http',
      url: 'http://h/',
      data: '',
      useHttpPost: false,
      httpPostContentType: '',
      httpsUsername: '',
      httpsPassword: '',
      httpsHost: '',
      httpsPort: 443,
      breakUpLongMessage: false,
      emulator: {},
    });
    assert.equal(parsed.ok.smtpServer.connectionTimeout, 60);
    assert.equal(parsed.ok.smtpServer.defaultFromAddress, 'donotreply@example.com');
  });

  it('reports all mistakes at once, each with its path, value and what is allowed', () => {
    const found = mistakesOf({
      providers: [
        { name: 'A', type: 'http', url: 'ftp://h/', useHttpPost: 'yes' },
        { name: 'A', type: 'smtp' },
        { name: 'C', type: 'pigeon' },
        { name: 'D', type: 'http', url: 'http://h/', urll: 'x', dta: 'y', emulator: { plus: 'maybe' } },
      ],
      smtpServer: { smtpPort: 70000 },
      proxy: { fqdn: 'proxy' },
      connectTo: { nowhere: 'simulator', 'a:80': 'b' },
    });
    const byPath = Object.fromEntries(found.map(({ path, value, allowed }) => [path, { value, allowed }]));
    assert.deepEqual(byPath['providers[0].url'], {
      value: 'ftp://h/',
      allowed: 'an absolute http:// or https:// URL',
    });
    assert.deepEqual(byPath['providers[0].useHttpPost'], { value: 'yes', allowed: 'true or false' });
    assert.match(byPath['providers[1].providerDomain']?.allowed ?? '', /a domain/);
    assert.match(byPath['providers[2].type']?.allowed ?? '', /"http" or "smtp"/);
    assert.match(byPath['providers[3].urll']?.allowed ?? '', /left out; known here: name, type, url/);
    assert.equal(byPath['providers[3].dta']?.value, 'y');
    assert.deepEqual(byPath['providers[3].emulator.plus'], { value: 'maybe', allowed: 'one of keep, strip' });
    assert.deepEqual(byPath['smtpServer.smtpPort'], {
      value: 70000,
      allowed: 'a whole number from 1 to 65535',
    });
    assert.equal(byPath['proxy.port']?.value, undefined);
    assert.equal(byPath['connectTo.nowhere']?.allowed, 'under a name that reads host:port');
    assert.match(byPath['connectTo.a:80']?.allowed ?? '', /"simulator"/);
  });

  it('names two providers of one name', () => {
    const twice = { name: 'Same', type: 'http', url: 'http://h/' };
    assert.deepEqual(mistakesOf({ providers: [twice, twice] }), [
      { path: 'providers[1].name', value: 'Same', allowed: 'a name that no other provider has' },
    ]);
  });

  it('takes a secret from the environment, and says so when the variable is not set', () => {
    const json = {
      providers: [{ name: 'A', type: 'http', url: 'http://h/', httpsPassword: { env: 'TOKEN' } }],
    };
    const parsed = parseProvidersFile(json, { TOKEN: 's3cret' });
    assert.ok('ok' in parsed && parsed.ok.providers[0]?.type === 'http');
    assert.equal(parsed.ok.providers[0].httpsPassword, 's3cret');
    const [mistake] = mistakesOf(json);
    assert.equal(mistake?.path, 'providers[0].httpsPassword');
    assert.deepEqual(mistake?.value, { env: 'TOKEN' });
    assert.match(mistake?.allowed ?? '', /environment variable that is set/);
  });

  it('takes the proxy’s bypass list with commas, as ISE has it, or as a list', () => {
    const bypass = (bypassHosts: unknown) => {
      const parsed = parseProvidersFile({ providers: [], proxy: { fqdn: 'p', port: 80, bypassHosts } }, {});
      return 'ok' in parsed ? parsed.ok.proxy?.bypassHosts : parsed.mistakes;
    };
    assert.deepEqual(bypass('a.example, *.b.example,'), ['a.example', '*.b.example']);
    assert.deepEqual(bypass(['a.example']), ['a.example']);
  });

  it('the JSON Schema is the one that ships, accepts the shipped file, and refuses a typing error', () => {
    const schema = providersJsonSchema();
    assert.deepEqual(
      JSON.parse(readFileSync('providers.schema.json', 'utf8')),
      schema,
      'run: npm run schemas',
    );
    const validate = new Ajv2020.default({ strict: false }).compile(schema);
    assert.ok(validate(shipped()), JSON.stringify(validate.errors));
    assert.equal(validate({ providers: [{ name: 'A', type: 'http', url: 'http://h/', dataa: 'x' }] }), false);
  });
});
