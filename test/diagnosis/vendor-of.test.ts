import assert from 'node:assert/strict';
import { vendorOf } from '../../src/diagnosis/vendor-of.ts';
import { type Answered, caseOf } from '../support/diagnosed.ts';
import { httpProvider } from '../support/providers.ts';
import { platformRow, shippedRow, telnyxRow, vonageRow } from '../support/vendor-rows.ts';

const at = (url: string, answer?: Answered) => caseOf(httpProvider({ url }), answer ? { answer } : {});
const through = (row: ReturnType<typeof shippedRow>) =>
  caseOf({ ...row, url: row.url.replace(/^https?:\/\/[^/]+/, 'http://127.0.0.1:8089'), httpsHost: '' });
const ok = (body: unknown): Answered => ({ status: '200 OK', body });

describe('diagnosis: vendorOf', () => {
  const rows = {
    'clickatell-classic': shippedRow('Global Default'),
    'clickatell-rest': shippedRow('Clickatell REST'),
    'clickatell-platform': platformRow(),
    twilio: shippedRow('Twilio'),
    twexit: shippedRow('Telnyx'),
    vonage: vonageRow(),
  };
  for (const [vendor, row] of Object.entries(rows)) {
    it(`${vendor}: known by its URL, and also when another address stands in front`, () => {
      assert.equal(vendorOf(caseOf(row)), vendor);
      assert.equal(vendorOf(through(row)), vendor);
    });
  }

  it("Telnyx's own API is known by its host", () => {
    assert.equal(vendorOf(caseOf(telnyxRow())), 'telnyx');
  });

  it('HTTPS Host tells when URL names a relay with a path of its own', () => {
    const row = httpProvider({ url: 'http://relay.example/sms', httpsHost: 'api.twilio.com' });
    assert.equal(vendorOf(caseOf(row)), 'twilio');
  });

  it('the shape of an answer tells when nothing else does', () => {
    const url = 'http://relay.example/sms?to=$mobilenumber$&text=';
    const shapes: [Answered, string | null][] = [
      [ok('ERR: 001, Authentication failed'), 'clickatell-classic'],
      [ok({ data: { message: [{ accepted: false, to: '1' }] } }), 'clickatell-rest'],
      [ok({ messages: [], error: 'no', errorCode: 108 }), 'clickatell-platform'],
      [ok({ code: 21211, message: 'no', more_info: 'x', status: 400 }), 'twilio'],
      [ok('<TwilioResponse><RestException/></TwilioResponse>'), 'twilio'],
      [ok({ errors: [{ code: '10009', title: 'Authentication failed' }] }), 'telnyx'],
      [ok({ 'message-count': '1', messages: [{ status: '4' }] }), 'vonage'],
      [ok('ID: 205e85d0578314037a96175249fc6a2b'), 'clickatell-classic'],
      [ok('ID: 8873'), null],
      [ok('<mt-submission-response><messages/></mt-submission-response>'), 'vonage'],
      [ok({ hello: 'world' }), null],
    ];
    for (const [answer, vendor] of shapes) assert.equal(vendorOf(at(url, answer)), vendor);
  });

  it('a gateway that nothing gives away is nobody in particular', () => {
    assert.equal(vendorOf(at('http://kannel.example:13013/cgi-bin/sendsms?to=$mobilenumber$&text=')), null);
  });
});
