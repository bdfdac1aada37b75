import assert from 'node:assert/strict';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { readHttpReply } from '../../src/channels/replies/read-http-reply.ts';
import type { ProviderVerdict } from '../../src/domain/channel.ts';

interface Case {
  what: string;
  status: number;
  body: string;
  headers?: [string, string][];
  verdict: ProviderVerdict;
  code?: string;
  id?: string;
  reason?: RegExp;
}

const sid = 'SM0123456789abcdef0123456789abcdef';

const CASES: Case[] = [
  {
    what: 'Clickatell classic: an id',
    status: 200,
    body: 'ID: 205e85d0578314037a96175249fc6a2b',
    verdict: 'accepted',
    reason: /^Clickatell took/,
    id: '205e85d0578314037a96175249fc6a2b',
  },
  {
    what: 'another gateway: a short id',
    status: 200,
    body: 'ID: 8873',
    verdict: 'accepted',
    id: '8873',
    reason: /^The provider took the message: ID: 8873$/,
  },
  {
    what: 'another gateway: an error without a code',
    status: 200,
    body: 'ERR: no credit',
    verdict: 'refused',
    reason: /^The provider refused: ERR: no credit$/,
  },
  {
    what: 'another gateway: an error in JSON',
    status: 400,
    body: '{"error":{"code":7,"description":"no credit"}}',
    verdict: 'refused',
    code: '7',
    reason: /^The provider refused: 7 no credit$/,
  },
  {
    what: 'Clickatell classic: an error behind 200',
    status: 200,
    body: 'ERR: 105, Invalid Destination Address',
    verdict: 'refused',
    code: '105',
    reason: /ERR: 105, Invalid Destination Address/,
  },
  {
    what: 'Clickatell classic: one of two numbers refused',
    status: 200,
    body: 'ID: abc To: 27999112345\nERR: 105, Invalid Destination Address To: 333\n',
    verdict: 'refused',
    code: '105',
  },
  {
    what: 'Clickatell REST: accepted',
    status: 202,
    body: '{"data":{"message":[{"accepted":true,"to":"27999112345","apiMessageId":"2249"}]}}',
    verdict: 'accepted',
    id: '2249',
  },
  {
    what: 'Clickatell REST: a refused row behind 207',
    status: 207,
    body: '{"data":{"message":[{"accepted":true,"to":"27999112345","apiMessageId":"1"},{"accepted":false,"to":"333","apiMessageId":"","error":{"code":"105","description":"Invalid Destination Address"}}]}}',
    verdict: 'refused',
    code: '105',
    reason: /333/,
  },
  {
    what: 'Clickatell REST: 401',
    status: 401,
    body: '{"error":{"code":"001","description":"Authentication failed","documentation":"…"}}',
    verdict: 'refused',
    code: '001',
    reason: /Authentication failed/,
  },
  {
    what: 'Clickatell Platform: accepted',
    status: 202,
    body: '{"messages":[{"apiMessageId":"c5d7","accepted":true,"to":"880","errorCode":null,"error":null,"errorDescription":null}],"errorCode":null,"error":null,"errorDescription":null}',
    verdict: 'accepted',
    id: 'c5d7',
  },
  {
    what: 'Clickatell Platform: a bad number behind 202',
    status: 202,
    body: '{"messages":[{"apiMessageId":null,"accepted":false,"to":"271","error":"Invalid destination address."}],"error":null}',
    verdict: 'refused',
    reason: /Invalid destination address/,
  },
  {
    what: 'Clickatell Platform: a bad key behind 202',
    status: 202,
    body: '{"messages":[],"errorCode":108,"error":"Invalid or missing integration API Key.","errorDescription":"…"}',
    verdict: 'refused',
    code: '108',
  },
  {
    what: 'Twilio: queued',
    status: 201,
    body: `{"sid":"${sid}","status":"queued","error_code":null}`,
    verdict: 'accepted',
    id: sid,
  },
  {
    what: 'Twilio: an error',
    status: 400,
    body: '{"code": 21211, "message": "Invalid \'To\' Phone Number: +1403555XXXX", "more_info": "…", "status": 400}',
    verdict: 'refused',
    code: '21211',
    reason: /21211 Invalid 'To' Phone Number/,
  },
  {
    what: 'Twilio: failed at once behind 201',
    status: 201,
    body: `{"sid":"${sid}","status":"failed","error_code":30007}`,
    verdict: 'refused',
    code: '30007',
    id: sid,
  },
  {
    what: 'Twilio XML: queued',
    status: 201,
    body: `<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><Message><Sid>${sid}</Sid><Status>queued</Status><ErrorCode/></Message></TwilioResponse>`,
    verdict: 'accepted',
    id: sid,
  },
  {
    what: 'Twilio XML: an error',
    status: 400,
    body: "<TwilioResponse><RestException><Code>21603</Code><Message>A 'From' phone number is required.</Message></RestException></TwilioResponse>",
    verdict: 'refused',
    code: '21603',
  },
  {
    what: 'Telnyx v2: accepted',
    status: 200,
    body: '{"data":{"record_type":"message","id":"uuid-1","errors":[]}}',
    verdict: 'accepted',
    id: 'uuid-1',
  },
  {
    what: 'Telnyx v2: an error',
    status: 401,
    body: '{"errors":[{"code":"10009","title":"Authentication failed","detail":"no"}]}',
    verdict: 'refused',
    code: '10009',
  },
  {
    what: 'Vonage: accepted',
    status: 200,
    body: '{"message-count":"1","messages":[{"to":"447700900000","message-id":"0A","status":"0"}]}',
    verdict: 'accepted',
    id: '0A',
  },
  {
    what: 'Vonage: an error behind 200',
    status: 200,
    body: '{"message-count":"1","messages":[{"status":"4","error-text":"Bad Credentials"}]}',
    verdict: 'refused',
    code: '4',
    reason: /Bad Credentials/,
  },
  { what: 'kannel: accepted', status: 202, body: '0: Accepted for delivery', verdict: 'accepted' },
  { what: "Cisco's receiver: ok", status: 200, body: 'ok', verdict: 'accepted' },
  {
    what: 'a page with 200',
    status: 200,
    body: '<html>Welcome</html>',
    verdict: 'unclear',
    reason: /Welcome/,
  },
  { what: 'nothing with 200', status: 200, body: '', verdict: 'unclear', reason: /empty body/ },
  { what: 'JSON of another world with 200', status: 200, body: '{"hello":"world"}', verdict: 'unclear' },
  { what: 'a 500', status: 500, body: 'oops', verdict: 'refused', reason: /HTTP 500 with the body "oops"/ },
  { what: 'a 500 that says ok', status: 500, body: 'ok', verdict: 'refused' },
  {
    what: 'a redirect',
    status: 302,
    body: '',
    headers: [['Location', 'https://elsewhere.example/']],
    verdict: 'refused',
    reason: /redirect to https:\/\/elsewhere\.example\/, which ISE does not follow/,
  },
];

describe('what a provider really said', () => {
  it("a redirect: the guest's password in its query is not repeated", () => {
    const receipt = readHttpReply({
      protocol: 'http',
      status: 301,
      headers: [['location', 'https://me:pw77@sms.example/send?to=1&text=Password%3A+s3cret#x']],
      body: Buffer.from(''),
    });
    assert.match(receipt.reason, /a redirect to https:\/\/sms\.example\/send, which/);
  });

  for (const { what, status, body, headers = [], verdict, code, id, reason } of CASES) {
    it(`${what}: ${verdict}`, () => {
      const receipt = readHttpReply({ protocol: 'http', status, headers, body: Buffer.from(body) });
      assert.equal(receipt.verdict, verdict);
      assert.equal(receipt.code, code);
      assert.equal(receipt.providerMessageId, id);
      if (reason) assert.match(receipt.reason, reason);
    });
  }

  const ID = 'ID: 205e85d0578314037a96175249fc6a2b';
  for (const [encoding, pack] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const) {
    it(`an answer packed in ${encoding}, which nobody asked for: unpacked, then read`, () => {
      const headers: [string, string][] = [['Content-Encoding', encoding]];
      const receipt = readHttpReply({ protocol: 'http', status: 200, headers, body: pack(ID) });
      assert.equal(receipt.verdict, 'accepted');
    });
  }

  it('an answer that only claims to be packed: read as it is', () => {
    const headers: [string, string][] = [['content-encoding', 'gzip']];
    const receipt = readHttpReply({ protocol: 'http', status: 200, headers, body: Buffer.from(ID) });
    assert.equal(receipt.verdict, 'accepted');
  });

  for (const charset of ['iso-8859-1', '"ISO-8859-1"']) {
    it(`an answer in ${charset}: read in that character set`, () => {
      const headers: [string, string][] = [['Content-Type', `text/plain; charset=${charset}`]];
      const body = Buffer.from('Empfänger ungültig', 'latin1');
      const receipt = readHttpReply({ protocol: 'http', status: 500, headers, body });
      assert.match(receipt.reason, /"Empfänger ungültig"/);
    });
  }

  it('an answer in a character set nobody knows: read as UTF-8', () => {
    const headers: [string, string][] = [['Content-Type', 'text/plain; charset=klingon']];
    const receipt = readHttpReply({ protocol: 'http', status: 500, headers, body: Buffer.from('für') });
    assert.match(receipt.reason, /"für"/);
  });
});
