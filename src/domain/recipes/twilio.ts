import { blank, type Recipe, secretBlank } from './recipe.ts';

export const twilio: Recipe = {
  id: 'twilio',
  title: 'Twilio',
  source:
    'Cisco, "ISE Guest SMS for Twilio provider"; Twilio, "Messages resource". Where From stands in ISE is assumed: in the URL.',
  row: {
    name: 'Twilio',
    type: 'http',
    url: 'https://api.twilio.com/2010-04-01/Accounts/{{sid}}/Messages.json?From={{from}}',
    data: '$message$',
    useHttpPost: true,
    httpPostContentType: 'application/x-www-form-urlencoded',
    httpsUsername: '{{sid}}',
    httpsPassword: '{{token}}',
    httpsHost: 'api.twilio.com',
    httpsPort: 443,
  },
  blanks: [
    blank('sid', 'Account SID', 'AC1ab000000000000000000000000001ab'),
    secretBlank('token', 'Auth token', '1ab0000000000000000000000000ab1e'),
    blank('from', 'Sender, with + and country', '+17752874976'),
  ],
  notes: [
    'Data is $message$ and nothing else: other parameters there break it.',
    'A guest outside the US has to type the number with + and country.',
    'Addresses of Twilio change: a firewall has to allow its ranges.',
  ],
  cannot: [],
};
