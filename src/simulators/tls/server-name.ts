/**
 * The server's name in a TLS ClientHello (RFC 8446, 4.1.2; RFC 6066, 3); null when it names none, or when the bytes are
 * not a whole ClientHello.
 */
export function serverNameIn(hello: Buffer): string | null {
  try {
    // Record header 5, handshake header 4, version 2, random 32.
    let at = 43;
    at += 1 + hello.readUInt8(at);
    at += 2 + hello.readUInt16BE(at);
    at += 1 + hello.readUInt8(at);
    const end = at + 2 + hello.readUInt16BE(at);
    at += 2;
    while (at + 4 <= end) {
      const type = hello.readUInt16BE(at);
      const length = hello.readUInt16BE(at + 2);
      at += 4;
      // In it: the list's length 2, the name's type 1, its length 2.
      if (type === 0) return hello.toString('latin1', at + 5, at + 5 + hello.readUInt16BE(at + 3)) || null;
      at += length;
    }
    return null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
