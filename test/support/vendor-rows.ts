import { readFileSync } from 'node:fs';
import { parseProvidersFile } from '../../src/config/providers-file.ts';
import type { HttpProvider } from '../../src/domain/provider.ts';
import { httpProvider } from './providers.ts';

const parsed = parseProvidersFile(JSON.parse(readFileSync('providers.json', 'utf8')), {});

/** A provider as it is shipped, with some of its fields changed. */
export function shippedRow(name: string, changes: Partial<HttpProvider> = {}): HttpProvider {
  const row = 'ok' in parsed ? parsed.ok.providers.find((each) => each.name === name) : undefined;
  if (row?.type !== 'http') throw new Error(`"${name}" is no shipped HTTP provider`);
  return { ...row, ...changes };
}

export const platformRow = (changes: Partial<HttpProvider> = {}): HttpProvider =>
  httpProvider({
    name: 'Platform',
    url: 'https://platform.clickatell.com/messages/http/send?apiKey=lab-platform-key&to=$mobilenumber$&content=',
    ...changes,
  });

export const vonageRow = (changes: Partial<HttpProvider> = {}): HttpProvider =>
  httpProvider({
    name: 'Vonage',
    url: 'https://rest.nexmo.com/sms/json?api_key=12345678&api_secret=lab-vonage-secret&from=Lab&to=$mobilenumber$&text=',
    ...changes,
  });

/** Telnyx's own API, whose header ISE cannot write. */
export const telnyxRow = (changes: Partial<HttpProvider> = {}): HttpProvider =>
  httpProvider({
    name: 'Telnyx v2',
    url: 'https://api.telnyx.com/v2/messages',
    useHttpPost: true,
    httpPostContentType: 'application/json',
    data: '{"from":"+17752874976","to":"$mobilenumber$","text":"$message$"}',
    httpsPassword: 'lab-telnyx-key',
    ...changes,
  });
