import { z } from 'zod';
import type { Capture } from '../domain/comparison/calibration.ts';
import { ConfigError } from './mistake.ts';

/** Captured requests out of a file: a raw HTTP request, a text with several, or a HAR. */

const ALLOWED = 'raw HTTP requests as text, or a HAR file (HTTP Archive 1.1 or 1.2, JSON)';
const REQUEST_LINE = /^[A-Z]{3,10} \S.* HTTP\/[\d.]+\r?$/gm;

const pair = z.object({ name: z.string(), value: z.string() });
const har = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        startedDateTime: z.string().optional(),
        request: z.object({
          method: z.string().regex(/^[A-Za-z]+$/),
          url: z.string(),
          httpVersion: z.string().optional(),
          headers: z.array(pair).default([]),
          postData: z
            .object({
              text: z.string().optional(),
              encoding: z.string().optional(),
              params: z.array(pair.partial()).optional(),
            })
            .optional(),
        }),
      }),
    ),
  }),
});

/** Throws `ConfigError` that names the file and says what can be read instead. `name` is shown as the source. */
export function readCaptures(bytes: Buffer, name: string): Capture[] {
  const text = bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  if (/^\d+:\d+:/.test(text)) {
    throw mistake(
      name,
      'a flow file of mitmproxy',
      'written out as HAR first: mitmdump -nr FLOWS --set hardump=flows.har',
    );
  }
  if (/^\s*\{/.test(text)) return readHar(bytes.toString('utf8'), name);
  const raw = splitRequests(text);
  if (raw.length === 0) throw mistake(name, undefined, ALLOWED);
  return raw.map((request, index) => ({
    ...NOTHING_KNOWN,
    bytes: Buffer.from(request, 'latin1'),
    source: raw.length === 1 ? name : `${name}, request ${index + 1}`,
    // One request may be the second of two; in a dump the first would be there.
    complete: raw.length > 1,
  }));
}

const NOTHING_KNOWN = { at: null, from: null, secure: null, simulator: null, sent: null };

/** A request ends by its own length, or in front of the next request line. */
function splitRequests(text: string): string[] {
  const requests: string[] = [];
  let from = 0;
  for (;;) {
    REQUEST_LINE.lastIndex = from;
    const start = REQUEST_LINE.exec(text)?.index;
    if (start === undefined) return requests;
    const blank = /\r?\n\r?\n/g;
    blank.lastIndex = start;
    const head = blank.exec(text);
    const bodyAt = head === null ? text.length : head.index + head[0].length;
    const length = /^content-length:\s*(\d+)/im.exec(text.slice(start, bodyAt))?.[1];
    REQUEST_LINE.lastIndex = bodyAt;
    const next = REQUEST_LINE.exec(text)?.index ?? text.length;
    const given = length === undefined ? null : bodyAt + Number(length);
    const end = given !== null && given <= text.length ? given : next;
    // What editors and dumps put between requests is no body.
    const body =
      given === end
        ? text.slice(bodyAt, end)
        : text.slice(bodyAt, end).replace(/[\r\n]+(?:[-=#*]{3,}.*[\r\n]*)*$/, '');
    requests.push(text.slice(start, bodyAt) + body);
    from = end;
  }
}

function readHar(text: string, name: string): Capture[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw mistake(name, error instanceof Error ? error.message : 'no JSON', ALLOWED);
  }
  const parsed = har.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw mistake(`${name}: ${issue?.path.join('.') || 'log'}`, issue?.message, ALLOWED);
  }
  return parsed.data.log.entries.map(({ startedDateTime, request }, index) => ({
    ...NOTHING_KNOWN,
    bytes: bytesOf(request),
    at: startedDateTime ?? null,
    secure: /^https:/i.test(request.url),
    source: `${name}, request ${index + 1}`,
    complete: true,
  }));
}

/** As it would stand in HTTP/1.1; a HAR keeps neither blanks nor the spelling of the version. */
function bytesOf({
  method,
  url,
  httpVersion,
  headers,
  postData,
}: z.infer<typeof har>['log']['entries'][number]['request']): Buffer {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '') || '/';
  const version = /^HTTP\/1\.[01]$/i.test(httpVersion ?? '') ? httpVersion?.toUpperCase() : 'HTTP/1.1';
  const own = headers.filter(({ name }) => !name.startsWith(':'));
  const form = postData?.params?.map(
    ({ name = '', value = '' }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const body =
    postData?.encoding === 'base64'
      ? Buffer.from(postData.text ?? '', 'base64')
      : Buffer.from(postData?.text ?? form?.join('&') ?? '');
  const lines = [
    `${method} ${target.startsWith('/') ? target : `/${target}`} ${version}`,
    ...own.map(({ name, value }) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}

function mistake(file: string, value: unknown, allowed: string): ConfigError {
  return new ConfigError([{ file, path: '', value, allowed }]);
}
