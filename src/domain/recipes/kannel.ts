import { blank, type Recipe, secretBlank } from './recipe.ts';

export const kannel: Recipe = {
  id: 'kannel',
  title: 'Kannel, a gateway of your own',
  source: 'Kannel, "User guide: sendsms". Not confirmed on an ISE.',
  row: {
    name: 'Kannel',
    type: 'http',
    url: 'http://{{host}}:13013/cgi-bin/sendsms?username={{user}}&password={{password}}&charset=UTF-8&to=$mobilenumber$&text=',
    data: '$message$',
  },
  blanks: [
    blank('host', 'Host of the smsbox', 'kannel.example.com'),
    blank('user', 'User of sendsms-user', 'lab'),
    secretBlank('password', 'Its password', 'lab-password'),
  ],
  notes: [
    'charset=UTF-8 belongs there: Kannel reads ISO-8859-1 without it.',
    'HTTP 202 means that Kannel took it, not that a phone got it.',
  ],
  cannot: [],
};
