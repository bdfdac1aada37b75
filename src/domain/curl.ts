import { smtpCurl } from './curl-smtp.ts';
import { MASK } from './mask.ts';
import { isReadableWord, partsOf, shellPrint, shellWord } from './shell-quote.ts';
import type { Exchange } from './transcript.ts';

export interface CurlCommand {
  /** For a POSIX shell; secrets are variables of it. */
  command: string;
  /** The variables to set first. */
  variables: { name: string; meaning: string }[];
}

/** curl adds these by itself, or speaks for the connection and not for the message. */
const LEFT_TO_CURL = new Set(['content-length', 'host', 'transfer-encoding', 'proxy-authorization']);

const MEANINGS: Record<string, string> = {
  HTTPS_USERNAME: 'the user name of Basic authentication',
  HTTPS_PASSWORD: 'the HTTPS password of the provider',
  LAB_CA: 'a file with the root certificate that the server is to be trusted by (PEM)',
  PROXY_USER: 'the user name the proxy wants',
  PROXY_PASSWORD: 'the password the proxy wants',
  SMTP_USER: 'the user name of the mail server',
  SMTP_PASSWORD: 'the password of the mail server',
};

/**
 * The command that sends the same bytes again: an HTTP request, or over SMTP the same mail. Null when the exchange
 * never came to a request. Masked places become shell variables, so that the command can be passed on.
 */
export function curlCommand(exchange: Exchange, protocol: 'http' | 'smtp'): CurlCommand | null {
  const words = protocol === 'http' ? httpCurl(exchange) : smtpCurl(exchange);
  if (words === null) return null;
  const command = words.join(' \\\n  ');
  const unquoted = command.replaceAll("'\\''", '').replace(/'[^']*'/g, '');
  const names = [...new Set(Array.from(unquoted.matchAll(/\$([A-Z][A-Z0-9_]*)/g), ([, name = '']) => name))];
  return {
    command,
    variables: names.map((name) => ({
      name,
      meaning:
        MEANINGS[name] ??
        'a secret, written exactly as it stands in this place of the request (encoded where it was)',
    })),
  };
}

function httpCurl(exchange: Exchange): string[] | null {
  const bytes = Buffer.from(exchange.request, 'base64');
  const end = bytes.indexOf('\r\n\r\n');
  const [start = '', ...lines] = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).split('\r\n');
  const [, method = '', target = ''] = /^([A-Z]+) (.*) HTTP\/1\.[01]$/.exec(start) ?? [];
  if (method === '') return null;
  const body = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const bodyParts = partsOf(body, variableName);
  const piped = body.length > 0 && (!isReadableWord(bodyParts) || body[0] === 0x40);
  return [
    `${piped ? `${shellPrint(bodyParts)} | ` : ''}curl --include --http1.1 --globoff --path-as-is`,
    ...methodWords(method, body.length > 0),
    ...connectionWords(exchange, headers),
    ...headers.flatMap((header) => headerWords(header)),
    ...absentHeaders(headers, body.length > 0),
    ...(body.length > 0 ? [`--data-binary ${piped ? '@-' : shellWord(bodyParts)}`] : []),
    ...urlWords(exchange, target),
  ];
}

function methodWords(method: string, hasBody: boolean): string[] {
  return method === (hasBody ? 'POST' : 'GET') ? [] : [`--request ${shellWord(method)}`];
}

/** Where the connection goes, apart from the URL. */
function connectionWords(exchange: Exchange, headers: [string, string][]): string[] {
  const words: string[] = [];
  const { target, redirectedTo, proxy } = exchange;
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const usual = target.port === (target.secure ? 443 : 80) ? target.host : `${target.host}:${target.port}`;
  if (redirectedTo) {
    words.push(
      `--connect-to ${shellWord(`${target.host}:${target.port}:${redirectedTo.host}:${redirectedTo.port}`)}`,
    );
    if (target.secure) words.push('--cacert "$LAB_CA"');
  }
  if (proxy) {
    words.push(`--proxy ${shellWord(`http://${proxy.host}:${proxy.port}`)}`);
    if (proxy.mode === 'tunnel') words.push('--proxytunnel');
    if (headers.some(([name]) => name.toLowerCase() === 'proxy-authorization')) {
      words.push('--proxy-user "$PROXY_USER:$PROXY_PASSWORD"');
    }
  }
  if (host !== undefined && host !== usual) words.push(`--header ${word(`Host: ${host}`)}`);
  return words;
}

function headerWords([name, value]: [string, string]): string[] {
  const lower = name.toLowerCase();
  if (LEFT_TO_CURL.has(lower)) return [];
  if (lower === 'authorization' && /^basic\s/i.test(value) && value.includes(MASK)) {
    return ['--user "$HTTPS_USERNAME:$HTTPS_PASSWORD"'];
  }
  // A header that ends in a semicolon is sent empty; one that ends in a colon is not sent at all.
  return [`--header ${word(value === '' ? `${name};` : `${name}: ${value}`)}`];
}

/** What curl would add and the request did not have. */
function absentHeaders(headers: [string, string][], hasBody: boolean): string[] {
  const present = new Set(headers.map(([name]) => name.toLowerCase()));
  const added = ['User-Agent', 'Accept', ...(hasBody ? ['Content-Type'] : [])];
  return added
    .filter((name) => !present.has(name.toLowerCase()))
    .map((name) => `--header ${shellWord(`${name}:`)}`);
}

function urlWords(exchange: Exchange, target: string): string[] {
  const { host, port, secure } = exchange.target;
  const origin = `${secure ? 'https' : 'http'}://${host}${port === (secure ? 443 : 80) ? '' : `:${port}`}`;
  const path = target.startsWith(origin) ? target.slice(origin.length) : target;
  // curl refuses blanks and the like in a URL; --request-target sends any bytes.
  if (/^\/[\x21-\x22\x24-\x7e]*$/.test(path)) return [word(`${origin}${path}`)];
  return [`--request-target ${word(path)}`, shellWord(`${origin}/`)];
}

/** One shell word out of wire text (one character a byte), with its masks as variables. */
function word(latin1: string): string {
  return shellWord(partsOf(Buffer.from(latin1, 'latin1'), variableName));
}

/** Named after the parameter, the JSON member or the header in front of it. */
function variableName(before: string): string {
  if (/^authorization:/i.test(before)) return 'HTTPS_PASSWORD';
  const name =
    /([A-Za-z][\w.-]*)=[^&\s]*$/.exec(before)?.[1] ??
    /"([^"\\]+)"\s*:\s*"[^"]*$/.exec(before)?.[1] ??
    /^([A-Za-z][\w-]*):/.exec(before)?.[1] ??
    'secret';
  const upper = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Z]/.test(upper) ? upper : `SECRET_${upper}`.replace(/_$/, '');
}
