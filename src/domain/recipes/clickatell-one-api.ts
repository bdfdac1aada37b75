import { type Recipe, secretBlank } from './recipe.ts';

export const clickatellOneApi: Recipe = {
  id: 'clickatell-one-api',
  title: 'Clickatell, One API',
  source: 'Clickatell, "One API: send message". That ISE sends a password alone as it stands is assumed.',
  row: {
    name: 'Clickatell One API',
    type: 'http',
    url: 'https://platform.clickatell.com/v1/message',
    data: '{"messages":[{"channel":"sms","to":"$mobilenumber$","content":"$message$"}]}',
    useHttpPost: true,
    httpPostContentType: 'application/json',
    httpsPassword: '{{apiKey}}',
    httpsHost: 'platform.clickatell.com',
    httpsPort: 443,
    emulator: { plus: 'strip' },
  },
  blanks: [secretBlank('apiKey', 'API key', 'lab-clickatell-platform-key==')],
  notes: ['Keep the message on one line and without ": ISE puts it into the JSON as it is.'],
  cannot: [
    {
      what: 'a header "Authorization: key" for certain: nobody has seen what a real ISE sends for a password without a user name',
      instead: 'take the Platform API, whose key stands in the URL, if the key is refused',
    },
  ],
};
