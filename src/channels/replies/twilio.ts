import type { Receipt } from '../../domain/channel.ts';
import { members, scalar } from '../../domain/json-members.ts';
import type { AnswerReader } from './read-http-reply.ts';

/** Twilio's Messages resource and Telnyx's copy of it, JSON or XML: a message with a `sid`, or `{code, message, status}`. */
export const readTwilio: AnswerReader = ({ json, text }) => {
  const root = members(json);
  if (root && 'sid' in root && 'status' in root) {
    return taken(scalar(root.sid), scalar(root.status), scalar(root.error_code));
  }
  if (root && 'message' in root && ('code' in root || 'more_info' in root)) {
    return refused(scalar(root.code), scalar(root.message));
  }
  if (!/<TwilioResponse[\s>]/.test(text)) return null;
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
  if (text.includes('<RestException>')) return refused(element('Code'), element('Message'));
  return element('Sid') === undefined
    ? null
    : taken(element('Sid'), element('Status'), element('ErrorCode') || undefined);
};

function taken(sid: string | undefined, status: string | undefined, errorCode: string | undefined): Receipt {
  const id = sid === undefined ? {} : { providerMessageId: sid };
  if (status === 'failed' || status === 'undelivered' || errorCode !== undefined) {
    return {
      verdict: 'refused',
      ...(errorCode ? { code: errorCode } : {}),
      ...id,
      reason: `The provider answered ${status}, error ${errorCode ?? 'unknown'}.`,
    };
  }
  return { verdict: 'accepted', ...id, reason: `The provider took the message as ${sid}, status ${status}.` };
}

function refused(code: string | undefined, message: string | undefined): Receipt {
  return {
    verdict: 'refused',
    ...(code ? { code } : {}),
    reason: `The provider refused: ${code ?? 'no code'} ${message ?? ''}`.trim(),
  };
}
