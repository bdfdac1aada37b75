/**
 * SMS HTTP API without "Use HTTP POST": the URL with its variables replaced, then the URL-encoded Data, nothing between.
 * Cisco, "ISE Guest SMS for Clickatell provider"; the shape of ISE's preset "Global Default".
 *
 *   GET /http/sendmsg?user=lab&password=…&api_id=3591672&to=15556661212&MO=0&from=17752874976&text=Hello+you HTTP/1.1
 *
 * GUESS: a `+` in front of the number is dropped by default; kept, it stands in the URL as it is.
 * GUESS: `$message$` inside the URL is encoded too, since a blank would end the request line.
 */
import type { Channel } from '../domain/channel.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { parseEndpoint } from './endpoint.ts';
import { HTTP_FIELDS, httpOutgoing } from './http-outgoing.ts';
import { readHttpReply } from './replies/read-http-reply.ts';
import { mobileNumber, replaceVariables, urlEncode } from './variables.ts';

export const httpGet: Channel<HttpProvider> = {
  name: 'http-get',
  settings: HTTP_FIELDS,

  build(message, provider) {
    const { plus = 'strip', spaces = 'plus' } = provider.emulator;
    const mobilenumber = mobileNumber(message.to, plus);
    const url = replaceVariables(provider.url, { mobilenumber, message: urlEncode(message.text, spaces) });
    const data = replaceVariables(provider.data, { mobilenumber, message: message.text });
    const endpoint = parseEndpoint(url + urlEncode(data, spaces));
    return httpOutgoing({
      provider,
      endpoint,
      method: 'GET',
      query: endpoint.query,
      headers: [],
      body: null,
      notes: [],
    });
  },

  read: readHttpReply,
};
