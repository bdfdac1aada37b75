import { blank, type Recipe, secretBlank } from './recipe.ts';

export const telnyx: Recipe = {
  id: 'telnyx',
  title: 'Telnyx, by its Twilio-compatible address (Twexit)',
  source: 'Cisco, "ISE Guest SMS support for Telnyx provider"; Telnyx, "Twexit".',
  row: {
    name: 'Telnyx',
    type: 'http',
    url: 'https://api.telnyx.com/2010-04-01/Accounts/{{organization}}/Messages.json?From={{from}}',
    data: '$message$',
    useHttpPost: true,
    httpPostContentType: 'application/x-www-form-urlencoded',
    httpsUsername: '{{organization}}',
    httpsPassword: '{{key}}',
    httpsHost: 'api.telnyx.com',
    httpsPort: 443,
  },
  blanks: [
    blank('organization', 'Organization id', '1ab00000-0000-4000-8000-0000000001ab'),
    secretBlank('key', 'API key', 'lab-telnyx-api-key'),
    blank('from', 'Sender, with + and country', '+17752874976'),
  ],
  notes: ['Data is $message$ and nothing else.'],
  cannot: [
    {
      what: 'the own API of Telnyx, POST /v2/messages: it wants "Authorization: Bearer", and ISE has no field for headers',
      instead: 'use the Twilio-compatible address of this recipe',
    },
  ],
};
