import { members, rows, scalar } from '../../domain/json-members.ts';
import type { AnswerReader } from './read-http-reply.ts';

/** Clickatell Platform: `{"messages":[{accepted, error…}],"errorCode":…,"error":…}`; refusals hide behind 202. */
export const readClickatellPlatform: AnswerReader = ({ json }) => {
  const root = members(json);
  if (!root || !Array.isArray(root.messages) || !('error' in root)) return null;
  const messages = rows(root.messages);
  const bad = root.error !== null ? root : messages.find((row) => row.accepted !== true);
  if (bad) {
    const nested = members(bad.error);
    const code = scalar(bad.errorCode) ?? scalar(nested?.code);
    const text = scalar(nested?.description) ?? scalar(bad.error) ?? 'no reason given';
    return {
      verdict: 'refused',
      ...(code === undefined ? {} : { code }),
      reason: `Clickatell refused: ${code ? `${code} ` : ''}${text}`,
    };
  }
  if (messages.length === 0)
    return { verdict: 'unclear', reason: 'Clickatell answered with no message in it.' };
  const id = scalar(messages[0]?.apiMessageId);
  return {
    verdict: 'accepted',
    ...(id ? { providerMessageId: id } : {}),
    reason: `Clickatell took the message as ${id ?? 'no id'}.`,
  };
};
