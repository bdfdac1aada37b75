/** `application/x-www-form-urlencoded`, in a query or a body, down to the bytes: the charset is the vendor's business. */
export interface FormField {
  name: string;
  value: Buffer;
}

/** A percent sign that is not followed by two digits stands for itself. Empty pieces are skipped. */
export function readForm(text: string | Buffer): FormField[] {
  const source = typeof text === 'string' ? text : text.toString('latin1');
  return source
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const mark = piece.indexOf('=');
      const name = mark === -1 ? piece : piece.slice(0, mark);
      const value = mark === -1 ? '' : piece.slice(mark + 1);
      return { name: utf8(decodeBytes(name)), value: decodeBytes(value) };
    });
}

export function isForm(contentType: string | undefined): boolean {
  return mediaType(contentType) === 'application/x-www-form-urlencoded';
}

/** Lower case, without parameters. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

export function utf8(bytes: Buffer): string {
  return bytes.toString('utf8');
}

function decodeBytes(text: string): Buffer {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return Buffer.from(spaced, 'latin1');
  const plain = spaced.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(plain, 'latin1');
}
