/** ISE: "Break up long message into multiple parts (140 byte chunks)". */
const CHUNK_BYTES = 140;

/**
 * Cuts a text into parts of at most 140 bytes, in order; joined again they are the text.
 * GUESS: the bytes are UTF-8, and no character is torn apart.
 */
export function breakUpMessage(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const character of text) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > CHUNK_BYTES) {
      parts.push(part);
      part = '';
      size = 0;
    }
    part += character;
    size += bytes;
  }
  return [...parts, part];
}
