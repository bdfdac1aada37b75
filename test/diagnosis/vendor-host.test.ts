import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { HttpProvider } from '../../src/domain/provider.ts';
import { diagnosed, found, rulesOf } from '../support/diagnosed.ts';
import { httpProvider } from '../support/providers.ts';
import { shippedRow, vonageRow } from '../support/vendor-rows.ts';
import { failedCase } from './case.ts';

const PATH = '/2010-04-01/Accounts/AC1ab000000000000000000000000001ab/Messages.json?From=%2B17752874976';
const twilio = (origin: string, changes: Partial<HttpProvider> = {}) =>
  shippedRow('Twilio', { url: `${origin}${PATH}`, ...changes });

describe('diagnosis: scheme, port and "HTTPS Port"', () => {
  for (const { origin, httpsPort, httpsHost = 'api.twilio.com', rule, remedy } of [
    { origin: 'http://api.twilio.com', httpsPort: 443, remedy: 'https://api.twilio.com' },
    {
      origin: 'http://api.twilio.com',
      httpsPort: 80,
      remedy: 'https://api.twilio.com and write 443 into "HTTPS Port"',
    },
    {
      origin: 'http://api.twilio.com:443',
      httpsPort: 443,
      remedy: 'https://api.twilio.com, without the port 443',
    },
    {
      origin: 'http://api.twilio.com',
      httpsPort: 443,
      httpsHost: 'twilio.com',
      remedy: 'https://api.twilio.com and write api.twilio.com into "HTTPS Host"',
    },
    {
      origin: 'http://api.dublin.ie1.twilio.com',
      httpsPort: 443,
      remedy: 'https://api.dublin.ie1.twilio.com',
    },
    {
      origin: 'https://api.twilio.com:80',
      httpsPort: 443,
      rule: 'credentials-out-of-scope',
      remedy: 'https://api.twilio.com, without the port 80',
    },
    {
      origin: 'https://api.twilio.com:8443',
      httpsPort: 443,
      rule: 'credentials-out-of-scope',
      remedy: 'https://api.twilio.com, without the port 8443',
    },
    {
      origin: 'https://api.twilio.com',
      httpsPort: 80,
      rule: 'credentials-out-of-scope',
      remedy: 'Write 443 into "HTTPS Port".',
    },
    {
      origin: 'http://relay.example:8080',
      httpsPort: 8443,
      httpsHost: 'relay.example',
      rule: 'credentials-out-of-scope',
      remedy: 'https://relay.example:8443',
    },
    {
      origin: 'https://relay.example:8443',
      httpsPort: 443,
      httpsHost: 'relay.example',
      rule: 'credentials-out-of-scope',
      remedy: 'Write 8443 into "HTTPS Port", if "URL" is right.',
    },
    {
      origin: 'http://relay.example',
      httpsPort: 443,
      rule: 'credentials-out-of-scope',
      remedy: 'https://relay.example if the provider has it, and write relay.example into "HTTPS Host"',
    },
  ]) {
    it(`${origin} with ${httpsHost}:${httpsPort}: ${remedy}`, () => {
      const diagnosis = diagnosed(twilio(origin, { httpsPort, httpsHost }));
      const one = found(diagnosis, rule ?? 'vendor-wants-https');
      assert.ok(one.remedy.includes(remedy), one.remedy);
      assert.equal(one.certainty, 'cause');
      for (const each of diagnosis) assert.ok(!/write 80\b/i.test(each.remedy), each.remedy);
    });
  }

  it('a 401 to plain HTTP is explained by the scheme alone', () => {
    const diagnosis = diagnosed(twilio('http://api.twilio.com'), {
      answer: { status: '401 Unauthorized', body: 'SSL only' },
    });
    assert.equal(diagnosis[0]?.rule, 'vendor-wants-https');
    assert.ok(!rulesOf(diagnosis).includes('no-credentials-sent'));
  });
});

describe('diagnosis: a misspelt host of a vendor', () => {
  for (const [host, meant] of [
    ['api.twillio.com', 'api.twilio.com'],
    ['api.clickatel.com', 'api.clickatell.com'],
    ['platform.clikatell.com', 'platform.clickatell.com'],
    ['rest.nexmo.co', 'rest.nexmo.com'],
  ] as const) {
    const provider = httpProvider({ url: `https://${host}/send?to=$mobilenumber$&text=` });
    it(`${host}: before anything is sent`, () => {
      const one = found(diagnosed(provider), 'misspelt-vendor-host');
      assert.ok(one.problem.includes(`"${host}"`) && one.problem.includes(meant), one.problem);
      assert.ok(one.remedy.includes(`Write ${meant}`), one.remedy);
    });

    it(`${host}: after DNS failed, once and first`, () => {
      const target = { host, port: 443, secure: true };
      const rules = rulesOf(
        diagnose(failedCase({ phase: 'dns', code: 'ENOTFOUND' }, { provider, during: { target } })),
      );
      assert.equal(rules[0], 'misspelt-vendor-host');
      assert.ok(!rules.includes('host-name-not-found'));
    });
  }

  for (const host of ['api2.telnyx.com', 'app.clickatell.com', 'api.twilio.com', 'sms.example.com']) {
    it(`${host} is no mistake`, () => {
      const provider = httpProvider({ url: `https://${host}/send?to=$mobilenumber$&text=` });
      assert.ok(!rulesOf(diagnosed(provider)).includes('misspelt-vendor-host'));
    });
  }
});

describe('diagnosis: a parameter that is missing is added where the URL has room', () => {
  const rest = 'https://api.clickatell.com/rest/message';
  for (const [rule, provider, remedy] of [
    ['missing-sender', vonageRow({ url: 'https://rest.nexmo.com/sms/json' }), '?from='],
    [
      'missing-sender',
      shippedRow('Twilio', { url: `https://api.twilio.com${PATH.replace('From', 'A')}` }),
      '&From=',
    ],
    ['missing-sender', shippedRow('Clickatell REST', { url: rest }), '?from='],
    ['missing-x-version', shippedRow('Clickatell REST', { url: rest }), '?x-version=1'],
    ['missing-x-version', shippedRow('Clickatell REST', { url: `${rest}?from=1` }), '&x-version=1'],
    ['missing-mo', shippedRow('Clickatell REST', { url: `${rest}?from=1` }), '&mo=1'],
    ['missing-api-id', shippedRow('Clickatell REST', { url: rest }), '?api_id='],
  ] as const) {
    it(`${rule}: ${remedy} for ${provider.url}`, () => {
      const { remedy: said } = found(diagnosed(provider), rule);
      assert.ok(said.includes(` ${remedy}`), said);
    });
  }
});
