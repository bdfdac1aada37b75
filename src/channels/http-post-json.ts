/**
 * POST with Data exactly `$message$` and a JSON content type: ISE builds the body of Clickatell's REST API.
 * Cisco, "ISE Guest SMS for Clickatell provider" (URL and a hand-made sample of the request).
 *
 *   POST /rest/message HTTP/1.1
 *   Content-Type: application/json
 *   x-version: 1
 *   Authorization: <key>
 *
 *   {"text":"…","to":["15605365635"],"from":"17752874976","mo":"1","api_id":"3591672"}
 *
 * GUESS: the URL's parameters move into the body as strings, `x-version` into a header, and leave the request line
 * unless `keepQueryOnPost`; the key is ISE's HTTPS Password; the number goes without `+`, as in Cisco's sample.
 */
import type { Channel } from '../domain/channel.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { parseEndpoint, percentDecode } from './endpoint.ts';
import { HTTP_FIELDS, httpOutgoing, queryParameters } from './http-outgoing.ts';
import { readHttpReply } from './replies/read-http-reply.ts';
import { mobileNumber, replaceVariables } from './variables.ts';

export const httpPostJson: Channel<HttpProvider> = {
  name: 'http-post-json',
  settings: HTTP_FIELDS,

  build(message, provider) {
    const { plus = 'strip', keepQueryOnPost = false } = provider.emulator;
    const mobilenumber = mobileNumber(message.to, plus);
    const endpoint = parseEndpoint(replaceVariables(provider.url, { mobilenumber }));
    const parameters = queryParameters(endpoint.query, percentDecode);
    const isVersion = ([name]: [string, string]) => name.toLowerCase() === 'x-version';
    const text = replaceVariables(provider.data, { mobilenumber, message: message.text });
    const own = { text: text.toWellFormed(), to: [mobilenumber] };
    const lifted = Object.fromEntries(parameters.filter((parameter) => !isVersion(parameter)));
    const body = JSON.stringify({ ...own, ...lifted, ...own });
    return httpOutgoing({
      provider,
      endpoint,
      method: 'POST',
      query: keepQueryOnPost ? endpoint.query : null,
      headers: [['Content-Type', provider.httpPostContentType], ...parameters.filter(isVersion)],
      body,
      notes: [],
    });
  },

  read: readHttpReply,
};
