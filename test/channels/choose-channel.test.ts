import assert from 'node:assert/strict';
import { channels, httpChannel } from '../../src/channels/index.ts';
import { httpProvider } from '../support/providers.ts';

describe('choosing the channel', () => {
  it('each channel is called as its file', () => {
    for (const [name, channel] of Object.entries(channels)) assert.equal(channel.name, name);
  });

  const post = { useHttpPost: true, url: 'https://provider.example/' };
  const json = 'application/json';
  const form = 'application/x-www-form-urlencoded';
  const table: [string, Parameters<typeof httpProvider>[0], string, RegExp][] = [
    ['POST off', { data: '$message$' }, 'http-get', /"Use HTTP POST" is off/],
    [
      'exactly $message$, JSON',
      { ...post, data: '$message$', httpPostContentType: json },
      'http-post-json',
      /exactly \$message\$/,
    ],
    [
      'exactly $message$, JSON with a charset',
      { ...post, data: '$message$', httpPostContentType: `${json}; charset=UTF-8` },
      'http-post-json',
      /JSON/,
    ],
    [
      'exactly $message$, form',
      { ...post, data: '$message$', httpPostContentType: form },
      'http-post-form',
      /To added/,
    ],
    [
      'exactly $message$, no content type',
      { ...post, data: '$message$' },
      'http-post-form',
      /content type empty/,
    ],
    [
      'exactly $message$, plain text',
      { ...post, data: '$message$', httpPostContentType: 'text/plain' },
      'http-post-template',
      /neither JSON nor a form/,
    ],
    [
      'more than $message$',
      { ...post, data: 'Body=$message$', httpPostContentType: form },
      'http-post-template',
      /more than \$message\$/,
    ],
    [
      'postBody template',
      { ...post, data: '$message$', httpPostContentType: json, emulator: { postBody: 'template' } },
      'http-post-template',
      /postBody is template/,
    ],
    [
      'postBody build',
      { ...post, data: 'Hi $message$', httpPostContentType: json, emulator: { postBody: 'build' } },
      'http-post-json',
      /postBody is build/,
    ],
  ];
  for (const [what, fields, channel, reason] of table) {
    it(`${what}: ${channel}, and says why`, () => {
      const route = httpChannel(httpProvider(fields));
      assert.equal(route.channel, channel);
      assert.match(route.reason, reason);
    });
  }
});
