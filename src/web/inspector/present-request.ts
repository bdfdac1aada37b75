import { maskBytes, maskText } from '../../domain/mask.ts';
import type { ReceivedRequest } from '../../domain/stores.ts';
import { type BytesView, presentBytes } from './present-bytes.ts';
import { type Authorization, readAuthorization } from './read-authorization.ts';
import { headerOf, readHttp } from './read-http.ts';

/** A row of the list. */
export interface RequestSummary extends Omit<ReceivedRequest, 'raw' | 'response'> {
  links: { self: string };
}

/** A request as it reached a simulator, secrets masked. */
export interface RequestView extends Omit<RequestSummary, 'links'> {
  /** The scheme and the user that the request names; the password is masked. */
  authorization: Authorization | null;
  request: BytesView;
  response: BytesView;
  links: { self: string; rawRequest: string; rawResponse: string };
}

export function presentRequestSummary(
  request: ReceivedRequest,
  secrets: string[],
  base: string,
): RequestSummary {
  const { id, protocol, receivedAt, remoteAddress, secure, simulator, status } = request;
  return {
    ...{ id, protocol, receivedAt, remoteAddress, secure, simulator, status },
    refusal: request.refusal === null ? null : maskText(request.refusal, secrets),
    fault: request.fault,
    links: { self: `${base}/requests/${encodeURIComponent(id)}` },
  };
}

export function presentRequest(request: ReceivedRequest, secrets: string[], base: string): RequestView {
  const summary = presentRequestSummary(request, secrets, base);
  const http = readHttp(Buffer.from(request.raw));
  return {
    ...summary,
    authorization: http && readAuthorization(headerOf(http, 'authorization')),
    request: presentBytes(maskBytes(request.raw, secrets)),
    response: presentBytes(maskBytes(request.response, secrets)),
    links: {
      self: summary.links.self,
      rawRequest: `${summary.links.self}/raw?part=request`,
      rawResponse: `${summary.links.self}/raw?part=response`,
    },
  };
}
