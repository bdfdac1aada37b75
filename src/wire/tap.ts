import type { Socket } from 'node:net';

/** Hears every byte, in order: what was handed to the socket, and what came off it. Above TLS, not below. */
export interface TapListener {
  sent(chunk: Buffer): void;
  received(chunk: Buffer): void;
}

const listeners = new WeakMap<Socket, TapListener>();

/**
 * Listens in on a connected socket, from now on in favour of `listener`. It sits where the stream meets its handle
 * (`_write`, `_writev`, `push`), so it neither starts the flow nor takes a byte from the reader.
 */
export function tap(socket: Socket, listener: TapListener): void {
  const tapped = listeners.has(socket);
  listeners.set(socket, listener);
  if (!tapped) install(socket);
}

function install(socket: Socket): void {
  const write = socket._write.bind(socket);
  const writev = socket._writev?.bind(socket);
  const push = socket.push.bind(socket);
  socket._write = (chunk: unknown, encoding, callback) => {
    listeners.get(socket)?.sent(bytesOf(chunk, encoding));
    write(chunk, encoding, callback);
  };
  if (writev !== undefined) {
    socket._writev = (chunks, callback) => {
      for (const { chunk, encoding } of chunks) listeners.get(socket)?.sent(bytesOf(chunk, encoding));
      writev(chunks, callback);
    };
  }
  socket.push = (chunk: unknown, encoding) => {
    if (chunk !== null && chunk !== undefined) listeners.get(socket)?.received(bytesOf(chunk, encoding));
    return push(chunk, encoding);
  };
}

/** A copy: the writer may use its buffer again. */
function bytesOf(chunk: unknown, encoding: BufferEncoding | undefined): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk as Uint8Array);
}
