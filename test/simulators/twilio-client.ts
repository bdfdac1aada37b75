import { LAB_CREDENTIALS } from '../../src/simulators/index.ts';
import { form, type Lab } from './lab.ts';

const { accountSid, authToken } = LAB_CREDENTIALS.twilio;

export const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
export const LIVE = basic(accountSid, authToken);
export const MESSAGES = `/2010-04-01/Accounts/${accountSid}/Messages`;
export const good = { To: '+14155552345', From: '+17752874976', Body: 'Hello!' };

export type Fields = Record<string, string | string[]>;

/** Plain requests to the lab's Twilio, with the live credentials unless told otherwise. */
export function twilioClient(lab: () => Lab) {
  const get = (path: string, method = 'GET') => lab().ask(method, path, { headers: { Authorization: LIVE } });
  return {
    post(fields: Fields, path = `${MESSAGES}.json`, authorization = LIVE, target = lab()) {
      const { headers, body } = form(fields);
      return target.ask('POST', path, { headers: { ...headers, Authorization: authorization }, body });
    },
    get,
    /** The message, once it has that status. */
    async reaches(sid: string, status: string) {
      for (;;) {
        const { json } = await get(`${MESSAGES}/${sid}.json`);
        if (json.status === status) return json;
      }
    },
  };
}
