import type { AnswerReader } from './read-http-reply.ts';

const OWN = /^(?:ID:\s*[0-9a-f]{32}\b|ERR:\s*\d{3},)/i;

/**
 * Clickatell's classic HTTP API: one line a number, `ID: <id>` or `ERR: <code>, <text>`, always with HTTP 200. Other
 * gateways answer in this way too, and the host is not known here: only ids and codes of Clickatell's length are its.
 */
export const readClickatellClassic: AnswerReader = ({ text }) => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0 || !lines.every((line) => /^(ID|ERR|OK):/.test(line))) return null;
  const who = lines.some((line) => OWN.test(line)) ? 'Clickatell' : 'The provider';
  const refusal = lines.map((line) => /^ERR:\s*(\d+)?/.exec(line)).find((match) => match !== null);
  if (refusal) {
    const line = lines.find((candidate) => candidate.startsWith('ERR:')) ?? '';
    return {
      verdict: 'refused',
      ...(refusal[1] === undefined ? {} : { code: refusal[1] }),
      reason: `${who} refused: ${line}`,
    };
  }
  const id = /^ID:\s*(\S+)/.exec(lines[0] ?? '')?.[1];
  if (id === undefined) return { verdict: 'unclear', reason: `${who} answered ${lines[0]}` };
  return { verdict: 'accepted', providerMessageId: id, reason: `${who} took the message: ${lines[0]}` };
};
