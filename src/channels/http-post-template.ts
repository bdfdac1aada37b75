/**
 * POST with any other Data: the Data is the body, both variables replaced as they are, neither encoded nor escaped.
 * SEEN: Cisco's own receiver matches the raw body against the template and unescapes nothing.
 *
 *   POST /sms.php HTTP/1.1
 *   Content-Type: application/json
 *
 *   {"phone": "5551234567","message": "Your account details: …"}
 *
 * GUESS: a `+` in front of the number is kept. SEEN: the URL keeps its query.
 */
import type { Channel } from '../domain/channel.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { parseEndpoint } from './endpoint.ts';
import { HTTP_FIELDS, httpOutgoing } from './http-outgoing.ts';
import { readHttpReply } from './replies/read-http-reply.ts';
import { mobileNumber, replaceVariables, urlEncode } from './variables.ts';

export const httpPostTemplate: Channel<HttpProvider> = {
  name: 'http-post-template',
  settings: HTTP_FIELDS,

  build(message, provider) {
    const { plus = 'keep', spaces = 'plus' } = provider.emulator;
    const mobilenumber = mobileNumber(message.to, plus);
    const url = replaceVariables(provider.url, { mobilenumber, message: urlEncode(message.text, spaces) });
    const endpoint = parseEndpoint(url);
    const contentType: [string, string][] =
      provider.httpPostContentType === '' ? [] : [['Content-Type', provider.httpPostContentType]];
    return httpOutgoing({
      provider,
      endpoint,
      method: 'POST',
      query: endpoint.query,
      headers: contentType,
      body: replaceVariables(provider.data, { mobilenumber, message: message.text }),
      notes: [],
    });
  },

  read: readHttpReply,
};
