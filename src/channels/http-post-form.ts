/**
 * POST with Data exactly `$message$` and form encoding: ISE builds the body of Twilio's Messages resource.
 * Cisco, "ISE Guest SMS for Twilio provider", and a reader's report: only `$message$` goes into Post Data, ISE adds `To`.
 *
 *   POST /2010-04-01/Accounts/AC…/Messages.json HTTP/1.1
 *   Content-Type: application/x-www-form-urlencoded
 *   Authorization: Basic …
 *
 *   To=%2B15556661212&From=%2B17752874976&Body=Hello+you
 *
 * GUESS: the text travels as `Body`, and the URL's parameters (`?From=…`) move into the body, since Twilio reads nothing
 * else; they leave the request line unless `keepQueryOnPost`. Telnyx's Twilio-compatible endpoint is the same dialect.
 */
import type { Channel } from '../domain/channel.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { parseEndpoint, percentDecode } from './endpoint.ts';
import { HTTP_FIELDS, httpOutgoing, queryParameters } from './http-outgoing.ts';
import { readHttpReply } from './replies/read-http-reply.ts';
import { mobileNumber, replaceVariables, urlEncode } from './variables.ts';

/** GUESS: an empty content type means form encoding, as in Java's HttpURLConnection. */
export const FORM_CONTENT_TYPE = 'application/x-www-form-urlencoded';

export const httpPostForm: Channel<HttpProvider> = {
  name: 'http-post-form',
  settings: HTTP_FIELDS,

  build(message, provider) {
    const { plus = 'keep', spaces = 'plus', keepQueryOnPost = false } = provider.emulator;
    const mobilenumber = mobileNumber(message.to, plus);
    const endpoint = parseEndpoint(replaceVariables(provider.url, { mobilenumber }));
    const text = replaceVariables(provider.data, { mobilenumber, message: message.text });
    const fields: [string, string][] = [
      ['To', mobilenumber],
      ...queryParameters(endpoint.query, percentDecode),
      ['Body', text],
    ];
    return httpOutgoing({
      provider,
      endpoint,
      method: 'POST',
      query: keepQueryOnPost ? endpoint.query : null,
      headers: [['Content-Type', provider.httpPostContentType || FORM_CONTENT_TYPE]],
      body: fields.map(([name, value]) => `${urlEncode(name, spaces)}=${urlEncode(value, spaces)}`).join('&'),
      notes: [],
    });
  },

  read: readHttpReply,
};
