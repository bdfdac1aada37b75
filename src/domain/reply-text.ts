import { TextDecoder } from 'node:util';
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import type { Reply } from './channel.ts';

/** Enough for any vendor's answer; what unpacks to more is left packed. */
const LIMIT = 4 * 1024 * 1024;

/**
 * The body of an answer as text, unpacked and in its own character set: servers in front of a gateway compress
 * without being asked, and older gateways answer in ISO 8859-1. A body that was cut short gives what it has.
 */
export function replyText({ headers, body }: Extract<Reply, { protocol: 'http' }>): string {
  const header = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
  const bytes = unpacked(body, header('content-encoding').trim().toLowerCase());
  const charset = /;\s*charset="?([^\s";]+)/i.exec(header('content-type'))?.[1];
  return decoderFor(charset).decode(bytes);
}

function unpacked(body: Uint8Array, encoding: string): Uint8Array {
  try {
    if (encoding === 'gzip' || encoding === 'x-gzip') {
      return gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LIMIT });
    }
    if (encoding === 'deflate') {
      return inflateSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LIMIT });
    }
    if (encoding === 'br') {
      return brotliDecompressSync(body, {
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
        maxOutputLength: LIMIT,
      });
    }
  } catch {
    // Not what its header says; the reader shows the bytes as they are.
  }
  return body;
}

/** UTF-8 unless a known character set is named. */
function decoderFor(charset = 'utf-8'): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
