/** One part of a posted form: a field, or a chosen file. */
export interface UploadPart {
  name: string;
  /** Empty for a file that nobody chose. */
  bytes: Buffer;
}

/**
 * The parts of a `multipart/form-data` body (RFC 7578), which a form with a file is sent as; a browser without scripts
 * knows no other way. Empty for anything else.
 */
export function readUpload(contentType: string, body: Buffer): UploadPart[] {
  const [, quoted, bare] =
    /^multipart\/form-data;.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return [];
  const text = body.toString('latin1');
  const pieces = `\r\n${text}`.split(`\r\n--${boundary}`).slice(1);
  return pieces.flatMap((piece) => {
    const [, head = '', content = ''] = /^\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(piece) ?? [];
    const name = /^content-disposition:.*\bname="([^"]*)"/im.exec(head)?.[1];
    return name === undefined ? [] : [{ name, bytes: Buffer.from(content, 'latin1') }];
  });
}
