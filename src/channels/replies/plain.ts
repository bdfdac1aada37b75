import { members } from '../../domain/json-members.ts';
import type { AnswerReader } from './read-http-reply.ts';

/**
 * Gateways with a plain yes: kannel's `0: Accepted for delivery` and `3: Queued for later delivery`, and the `ok`, or
 * `{"status":"ok"}`, of Cisco's own receiver.
 */
export const readPlain: AnswerReader = ({ json, text }) => {
  const line = text.trim();
  const yes =
    /^(0: Accepted for delivery|3: Queued for later delivery|ok)$/i.test(line) ||
    members(json)?.status === 'ok';
  return yes ? { verdict: 'accepted', reason: `The gateway answered ${line}` } : null;
};
