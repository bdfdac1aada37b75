import { LAB_CREDENTIALS } from '../../src/simulators/index.ts';
import { form, type Lab } from './lab.ts';

const { twilio, clickatell } = LAB_CREDENTIALS;
export const SEND = `/http/sendmsg?user=${clickatell.user}&password=${clickatell.password}&api_id=${clickatell.apiId}`;

/** A good request to each vendor, for a recipient of one's choice. */
export function vendorCalls(lab: () => Lab) {
  const classic = (to = '27999112345') => lab().ask('GET', `${SEND}&to=${to}&text=x`);
  const rest = (to: string[]) =>
    lab().ask('POST', '/rest/message', {
      headers: {
        Authorization: `Bearer ${clickatell.token}`,
        'X-Version': '1',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ text: 'x', to }),
    });
  const platform = (to: string) =>
    lab().ask('GET', `/messages/http/send?apiKey=${encodeURIComponent(clickatell.key)}&to=${to}&content=x`);
  const oneApi = (to: string) =>
    lab().ask('POST', '/v1/message', {
      headers: { Authorization: clickatell.key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ messages: [{ channel: 'sms', to, content: 'x' }] }),
    });
  const sms = (to = '+14155552345', authToken = twilio.authToken) => {
    const { headers, body } = form({ To: to, From: twilio.from, Body: 'x' });
    const Authorization = `Basic ${Buffer.from(`${twilio.accountSid}:${authToken}`).toString('base64')}`;
    return lab().ask('POST', `/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
      headers: { ...headers, Authorization },
      body,
    });
  };
  return { classic, rest, platform, oneApi, sms };
}
