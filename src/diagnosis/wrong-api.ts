import { httpOf } from './request-of.ts';
import type { Rule } from './rule.ts';
import { typedParameters } from './typed-parameters.ts';
import { vendorOf } from './vendor-of.ts';
import { weigh } from './weigh.ts';

const PLATFORM = 'https://platform.clickatell.com/messages/http/send';
const CLASSIC = 'http://api.clickatell.com/http/sendmsg';

/** Clickatell has two HTTP APIs with other hosts, paths and names, and a key of the one is nothing to the other. */
export const wrongApiRules: Rule[] = [
  {
    name: 'parameters-of-another-api',
    source:
      "Clickatell's documents: apiKey, to, content at the Platform; user, password, api_id, to, text before it.",
    find(one) {
      const provider = httpOf(one);
      const vendor = vendorOf(one);
      if (provider === null || (vendor !== 'clickatell-classic' && vendor !== 'clickatell-platform'))
        return null;
      const classic = vendor === 'clickatell-classic';
      const names = typedParameters(provider).map(({ name }) => name);
      const [own, foreign] = classic ? [/^api_id$/i, /^apiKey$/i] : [/^apiKey$/i, /^api_id$/i];
      const guilty = names.find((name) => foreign.test(name));
      if (guilty === undefined || names.some((name) => own.test(name))) return null;
      const [right, address] = classic ? ['Platform', PLATFORM] : ['older HTTP', CLASSIC];
      return {
        certainty: weigh(one, ['credentials', 'parameters']),
        problem: `"URL" leads to Clickatell's ${classic ? 'older HTTP' : 'Platform'} API, and its parameter ${guilty} belongs to the ${right} API.`,
        remedy: classic
          ? `Begin "URL" with ${PLATFORM}?apiKey=…&to=$mobilenumber$&content=, with Data $message$.`
          : `Begin "URL" with ${address}?user=…&password=…&api_id=…&to=$mobilenumber$&text=, or write the apiKey of the Platform.`,
        evidence: [`Parameters: ${names.join(', ')}`],
      };
    },
  },
];
