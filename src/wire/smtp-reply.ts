/** A complete reply of an SMTP server. */
export interface SmtpReply {
  code: number;
  /** The server's words, without the codes; several lines are joined by a line feed. */
  text: string;
}

/** Reads a reply such as `250-first\r\n250 last`; null when it is none, or when its last line is still missing. */
export function parseSmtpReply(raw: string): SmtpReply | null {
  const lines = raw.replace(/\r?\n$/, '').split(/\r?\n/);
  const last = /^(\d{3})(?: |$)/.exec(lines.at(-1) ?? '');
  if (last === null) return null;
  return { code: Number(last[1]), text: lines.map((line) => line.replace(/^\d{3}[ -]?/, '')).join('\n') };
}
