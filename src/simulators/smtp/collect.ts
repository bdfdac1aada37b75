import type { SMTPServerDataStream } from 'smtp-server';

/** Null when the connection ended in the middle. What is beyond the limit is read, but not kept. */
export async function collect(stream: SMTPServerDataStream, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>)
      if (stream.byteLength <= limit) chunks.push(chunk);
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}
