import { members, rows, scalar } from '../../domain/json-members.ts';
import type { AnswerReader } from './read-http-reply.ts';

/** Telnyx v2: `{"data":{record_type, id, errors}}`, or `{"errors":[{code, title, detail}]}`. */
export const readTelnyx: AnswerReader = ({ json }) => {
  const root = members(json);
  const data = members(root?.data);
  const error = rows(root?.errors)[0] ?? rows(data?.errors)[0];
  if (error && 'title' in error) {
    const code = scalar(error.code);
    const text = `${code ?? 'no code'} ${scalar(error.title)}: ${scalar(error.detail) ?? ''}`;
    return { verdict: 'refused', ...(code ? { code } : {}), reason: `Telnyx refused: ${text}` };
  }
  if (data?.record_type !== 'message') return null;
  const id = scalar(data.id);
  return {
    verdict: 'accepted',
    ...(id ? { providerMessageId: id } : {}),
    reason: `Telnyx took the message as ${id}.`,
  };
};
