import { blank, type Recipe, secretBlank } from './recipe.ts';

export const clickatellRest: Recipe = {
  id: 'clickatell-rest',
  title: 'Clickatell, REST API',
  source:
    'Cisco, "ISE Guest SMS for Clickatell provider": the URL. Which field holds the key is assumed: HTTPS Password.',
  row: {
    name: 'Clickatell REST',
    type: 'http',
    url: 'https://api.clickatell.com/rest/message?from={{from}}&x-version=1&mo=1&api_id={{api_id}}',
    data: '$message$',
    useHttpPost: true,
    httpPostContentType: 'application/json',
    httpsPassword: '{{token}}',
    httpsHost: 'api.clickatell.com',
    httpsPort: 443,
  },
  blanks: [
    blank('from', 'Sender, a two-way number', '17752874976'),
    blank('api_id', 'API id of a REST product', '3591672'),
    secretBlank('token', 'Authorization token', 'lab-clickatell-rest-token'),
  ],
  notes: [
    'ISE needs 1.4 patch 8, 2.0 patch 3, or 2.1 and later.',
    'Import the root and the intermediate that issued the certificate: the G2, not the G3.',
    'An API id of the HTTP product does not work here: make one for REST.',
  ],
  cannot: [
    {
      what: 'the word Bearer in front of the token, which the vendor documents; ISE has no field for headers',
      instead:
        'fill in HTTPS Password only, without a user name: Cisco shows the bare token; if it is refused, use the classic HTTP API',
    },
  ],
};
