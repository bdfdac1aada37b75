import { members, rows, scalar } from '../../domain/json-members.ts';
import type { AnswerReader } from './read-http-reply.ts';

/** Vonage: always HTTP 200, `{"message-count","messages":[{status, error-text?, message-id?}]}`; only status "0" is a yes. */
export const readVonage: AnswerReader = ({ json }) => {
  const root = members(json);
  if (!root || !('message-count' in root)) return null;
  const messages = rows(root.messages);
  const bad = messages.find((row) => scalar(row.status) !== '0');
  if (bad) {
    const code = scalar(bad.status);
    return {
      verdict: 'refused',
      ...(code ? { code } : {}),
      reason: `Vonage refused: ${code} ${scalar(bad['error-text']) ?? ''}`.trim(),
    };
  }
  const id = scalar(messages[0]?.['message-id']);
  if (id === undefined) return { verdict: 'unclear', reason: 'Vonage answered with no message in it.' };
  return { verdict: 'accepted', providerMessageId: id, reason: `Vonage took the message as ${id}.` };
};
