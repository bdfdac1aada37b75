import assert from 'node:assert/strict';
import { type Lab, startLab } from './lab.ts';
import { vendorCalls } from './vendor-calls.ts';

describe('scripted codes', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const { classic, rest, platform, oneApi, sms } = vendorCalls(() => lab);

  it('clickatell: every code of its table', async () => {
    const codes =
      '001 002 003 004 005 007 100 101 102 103 104 105 106 107 108 109 113 114 115 116 120 121 122 123 128 130 201 202 301 901';
    for (const code of codes.split(' ')) {
      lab.sim.clickatell.failNext({ code });
      const told = await classic();
      assert.equal(told.status, 200);
      assert.match(told.text, new RegExp(`^ERR: ${code}, [^:,]+$`));
    }
    lab.sim.clickatell.failNext({ code: 130 });
    assert.equal((await classic()).text, 'ERR: 130, Maximum MT limit exceeded until 1692939705');
  });

  it('clickatell REST: codes with their statuses, of the request or of the row', async () => {
    const table: [string, number, boolean][] = [
      ['001', 401, true],
      ['007', 401, true],
      ['100', 400, true],
      ['901', 503, true],
      ['105', 400, false],
      ['114', 410, false],
      ['121', 410, false],
      ['122', 410, false],
      ['128', 410, false],
      ['130', 429, false],
      ['301', 402, false],
    ];
    for (const [code, status, whole] of table) {
      lab.sim.clickatellRest.failNext({ code });
      const told = await rest(['27999112345']);
      const error = whole ? told.json.error : told.json.data.message[0].error;
      assert.deepEqual([told.status, error.code], [status, code]);
    }
    lab.sim.clickatellRest.failNext({ code: 122, to: '27999112346' });
    assert.equal((await rest(['27999112345', '27999112346'])).status, 207);
  });

  it('clickatell Platform and One API', async () => {
    lab.sim.clickatellPlatform.failNext({ code: 301 });
    const told = await platform('27999112345');
    assert.deepEqual(
      [told.status, told.json.messages[0].errorCode, told.json.messages[0].error],
      [202, 301, 'No credit left.'],
    );
    lab.sim.clickatellPlatform.failNext({ code: 108 });
    assert.equal((await platform('27999112345')).json.errorCode, 108);
    lab.sim.clickatellPlatform.failNext({ code: 26 });
    const row = await oneApi('27999112345');
    assert.deepEqual([row.status, row.json.messages[0].error.code], [400, 26]);
    lab.sim.clickatellPlatform.failNext({ code: 19 });
    const whole = await oneApi('27999112345');
    assert.deepEqual([whole.status, whole.json.error.code], [503, 19]);
  });

  it('twilio: every code of its table', async () => {
    const table: Record<number, number[]> = {
      400: [
        21211, 21212, 21266, 21408, 21602, 21603, 21604, 21606, 21608, 21609, 21610, 21611, 21612, 21614,
        21617, 21619, 21620, 21623, 21653, 21659, 21660, 21661, 21703, 21704, 21705, 21910,
      ],
      401: [20003],
      403: [20008],
      404: [20404, 21701],
      405: [20004],
      429: [20429],
      500: [20500],
      503: [20503],
    };
    for (const [status, codes] of Object.entries(table)) {
      for (const code of codes) {
        lab.sim.twilio.failNext({ code });
        const told = await sms();
        assert.deepEqual(
          [told.status, told.json.status, told.json.code],
          [Number(status), Number(status), code],
        );
        assert.equal(told.json.more_info, `https://www.twilio.com/docs/errors/${code}`);
        assert.doesNotMatch(told.json.message, /undefined/);
      }
    }
  });
});
