import { asText, headerOf, readRawHttp, splitHeader } from './comparison/raw-http.ts';
import type { Attempt } from './delivery.ts';
import type { Exchange } from './transcript.ts';

/**
 * The HTTP exchanges of attempts as a HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), in order; what browsers
 * import. Null when there are none. Secrets are masked as they are in transcripts.
 */
export function harOf(attempts: Attempt[], creator: { name: string; version: string }): object | null {
  const entries = attempts.flatMap((attempt) =>
    attempt.transcripts
      .filter(({ protocol }) => protocol === 'http')
      .flatMap(({ exchanges }) => exchanges.flatMap((exchange) => entryOf(attempt, exchange) ?? [])),
  );
  return entries.length === 0 ? null : { log: { version: '1.2', creator, entries } };
}

function entryOf({ startedAt, transmittedAt }: Attempt, exchange: Exchange): object | null {
  const request = readRawHttp(Buffer.from(exchange.request, 'base64'));
  if (request === null) return null;
  const { host, port, secure } = exchange.target;
  const name = host.includes(':') ? `[${host}]` : host;
  const origin = `${secure ? 'https' : 'http'}://${name}${port === (secure ? 443 : 80) ? '' : `:${port}`}`;
  const query = request.query === null ? '' : `?${request.query}`;
  const type = headerOf(request.headers, 'content-type');
  const { timings, address, failure } = exchange;
  return {
    startedDateTime: transmittedAt ?? startedAt,
    time: timings.total,
    request: {
      method: request.method,
      url: asText(`${origin}${request.path}${query}`),
      httpVersion: request.version || 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers),
      queryString: parameters(request.query ?? ''),
      ...(request.body !== '' && { postData: { mimeType: type, text: asText(request.body) } }),
      headersSize: Buffer.from(exchange.request, 'base64').length - request.body.length,
      bodySize: request.body.length,
    },
    response: responseOf(exchange),
    cache: {},
    timings: {
      blocked: -1,
      dns: timings.dns ?? -1,
      connect: timings.connect === null ? -1 : timings.connect + (timings.tls ?? 0),
      ssl: timings.tls ?? -1,
      send: 0,
      wait: timings.firstByte ?? 0,
      receive: restOf(timings),
    },
    ...(address && { serverIPAddress: address.ip, connection: String(address.port) }),
    ...(failure && { comment: failure.message }),
  };
}

/** HAR: a request without an answer has status 0. */
function responseOf({ response, responseCut }: Exchange): object {
  const text = Buffer.from(response, 'base64').toString('latin1');
  const [, head = text, body = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(text) ?? [];
  const [first = '', ...lines] = head.split(/\r?\n/);
  const [, version = 'HTTP/1.1', status = '0', statusText = ''] =
    /^(HTTP\/[\d.]+) (\d{3}) ?(.*)$/.exec(first) ?? [];
  const headers = status === '0' ? [] : lines.filter((line) => line !== '').map(splitHeader);
  const shown = asText(body);
  const isText = Buffer.from(shown, 'utf8').equals(Buffer.from(body, 'latin1'));
  return {
    status: Number(status),
    statusText,
    httpVersion: version,
    cookies: [],
    headers: pairs(headers),
    content: {
      size: body.length,
      mimeType: headerOf(headers, 'content-type') || 'x-unknown',
      ...(isText
        ? { text: shown }
        : { text: Buffer.from(body, 'latin1').toString('base64'), encoding: 'base64' }),
      ...(responseCut && { comment: 'The end was not kept.' }),
    },
    redirectURL: headerOf(headers, 'location'),
    headersSize: status === '0' ? -1 : text.length - body.length,
    bodySize: status === '0' ? -1 : body.length,
  };
}

function restOf({ dns, connect, tls, firstByte, total }: Exchange['timings']): number {
  const known = (dns ?? 0) + (connect ?? 0) + (tls ?? 0) + (firstByte ?? 0);
  return Math.max(0, Math.round((total - known) * 1000) / 1000);
}

function pairs(headers: [name: string, value: string][]): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value: asText(value) }));
}

function parameters(query: string): { name: string; value: string }[] {
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
}
