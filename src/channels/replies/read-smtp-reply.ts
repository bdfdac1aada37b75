import type { Receipt, Reply } from '../../domain/channel.ts';

/** A 2xx to the end of the data is acceptance by that server, and no more; refused recipients are refusals. */
export function readSmtpReply(reply: Reply): Receipt {
  if (reply.protocol !== 'smtp') return { verdict: 'unclear', reason: 'The answer is not SMTP.' };
  const code = String(reply.code);
  if (reply.rejected.length > 0) {
    return {
      verdict: 'refused',
      code,
      reason: `The server refused ${reply.rejected.join(', ')}: ${reply.text}`,
    };
  }
  if (reply.code >= 200 && reply.code < 300) {
    return { verdict: 'accepted', code, reason: `The mail server took the message: ${reply.text}` };
  }
  if (reply.code >= 400)
    return { verdict: 'refused', code, reason: `The mail server refused: ${reply.text}` };
  return { verdict: 'unclear', code, reason: `The mail server answered ${reply.text}` };
}
