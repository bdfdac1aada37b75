import { members, rows, scalar } from '../../domain/json-members.ts';
import type { AnswerReader } from './read-http-reply.ts';

/** Clickatell REST: `{"data":{"message":[{accepted, to, apiMessageId, error?}]}}`, or `{"error":{code, description}}`. */
export const readClickatellRest: AnswerReader = ({ json }) => {
  const root = members(json);
  const error = members(root?.error);
  if (error && 'description' in error) return refused(error);
  const messages = rows(members(root?.data)?.message);
  if (messages.length === 0) return null;
  const bad = messages.find((row) => row.accepted !== true);
  if (bad) return refused(members(bad.error) ?? {}, scalar(bad.to));
  const id = scalar(messages[0]?.apiMessageId);
  return {
    verdict: 'accepted',
    ...(id ? { providerMessageId: id } : {}),
    reason: `Clickatell took the message as ${id ?? 'no id'}.`,
  };
};

function refused(error: Record<string, unknown>, to?: string) {
  const who = to === undefined && !('documentation' in error) ? 'The provider' : 'Clickatell';
  const code = scalar(error.code);
  const what = `${code ?? 'no code'} ${scalar(error.description) ?? 'without a description'}`;
  return {
    verdict: 'refused' as const,
    ...(code === undefined ? {} : { code }),
    reason: `${who} refused${to === undefined ? '' : ` ${to}`}: ${what}`,
  };
}
