import { blank, type Recipe, secretBlank } from './recipe.ts';

export const bulksms: Recipe = {
  id: 'bulksms',
  title: 'BulkSMS, JSON REST API',
  source: 'BulkSMS, "JSON REST API: send messages". Not confirmed on an ISE.',
  row: {
    name: 'BulkSMS',
    type: 'http',
    url: 'https://api.bulksms.com/v1/messages',
    data: '{"to":"$mobilenumber$","body":"$message$"}',
    useHttpPost: true,
    httpPostContentType: 'application/json',
    httpsUsername: '{{id}}',
    httpsPassword: '{{secret}}',
    httpsHost: 'api.bulksms.com',
    httpsPort: 443,
  },
  blanks: [
    blank('id', 'API token id', 'lab-token-id'),
    secretBlank('secret', 'API token secret', 'lab-token-secret'),
  ],
  notes: [
    'Keep the message on one line and without ": ISE puts it into the JSON as it is.',
    'The number goes with + and country, as the guest typed it.',
  ],
  cannot: [],
};
