/** Why a TLS handshake came to nothing, in a sentence for the record. */

export function unusedHandshake(chain: string): string {
  return `The client closed the connection after the TLS handshake, without a request; the chain was "${chain}"`;
}

export function handshakeRefusal(error: Error & { code?: string; reason?: string }, chain: string): string {
  const why =
    error.reason ?? (error.code === 'ECONNRESET' ? 'the client closed the connection' : error.message);
  return `The TLS handshake was broken off: ${why}${error.code ? ` (${error.code})` : ''}; the chain was "${chain}"`;
}
