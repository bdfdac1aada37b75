import { type Recipe, secretBlank } from './recipe.ts';

export const clickatellPlatform: Recipe = {
  id: 'clickatell-platform',
  title: 'Clickatell, Platform API',
  source: 'Clickatell, "Platform: SMS HTTP API, send message".',
  row: {
    name: 'Clickatell Platform',
    type: 'http',
    url: 'https://platform.clickatell.com/messages/http/send?apiKey={{apiKey}}&to=$mobilenumber$&content=',
    data: '$message$',
  },
  blanks: [secretBlank('apiKey', 'API key of an HTTP integration', 'lab-clickatell-platform-key==')],
  notes: [
    'A wrong key or number comes back behind HTTP 202, so ISE calls it sent: read the answer.',
    'The key stands in the URL, and so in the logs of every proxy that opens TLS.',
  ],
  cannot: [
    {
      what: 'the REST interface of the same product, POST /messages: its members are called content and to, and ISE builds text and to',
      instead: 'use this GET, which says the same',
    },
  ],
};
