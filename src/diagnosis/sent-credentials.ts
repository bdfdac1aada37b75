import type { Case } from '../domain/diagnosis.ts';
import { isSecretName } from '../domain/mask.ts';
import { type Answer, headerOf } from './answer-of.ts';
import { httpOf, requestOf } from './request-of.ts';
import { typedParameters } from './typed-parameters.ts';

/** Which credentials the request carried, in words; null for none. */
export function sentCredentials(one: Case): string | null {
  const outgoing = one.outgoing[0];
  const provider = httpOf(one);
  const request = requestOf(one);
  if (outgoing?.protocol !== 'http' || provider === null || request === null) return null;
  if (outgoing.basicAuth !== null && wentOut(one))
    return `the user name "${outgoing.basicAuth.username}" with its password`;
  if (outgoing.headers.some(([name]) => /^authorization$/i.test(name))) return 'the key in "HTTPS Password"';
  const names = [...request.query, ...request.form, ...typedParameters(provider)].map(({ name }) => name);
  const secret = names.find(isSecretName);
  return secret === undefined ? null : `"${secret}" in the request`;
}

/** Credentials that wait for a challenge may never have left. */
function wentOut(one: Case): boolean {
  const exchange = one.end?.transcripts.at(-1)?.exchanges.at(-1);
  return /^authorization:/im.test(Buffer.from(exchange?.request ?? '', 'base64').toString('latin1'));
}

/** What a 401 asks for when it does not take Basic; null when it does, or does not say. */
export function otherSchemes(answer: Answer | null): string | null {
  const wanted = answer?.status === 401 ? headerOf(answer, 'www-authenticate') : null;
  return wanted && !/(?:^|,)\s*basic(?:\s|,|$)/i.test(wanted) ? wanted : null;
}

/** True when user name and password stand ready for the request; whether they left is another question. */
export function sendsBasic({ outgoing }: Case): boolean {
  return outgoing.some((each) => each.protocol === 'http' && each.basicAuth !== null);
}
