import { spawn } from 'node:child_process';
import net from 'node:net';

/**
 * A listener whose process is stopped and whose queue is full: Linux then drops every further SYN, so that a connection
 * attempt is neither taken nor refused. Elsewhere the attempt is taken and never answered.
 */
export async function startStoppedListener(): Promise<{ port: number; close(): Promise<void> }> {
  const program = `const s = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 },
    () => console.log(s.address().port));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (text) => resolve(Number(text))),
  );
  child.kill('SIGSTOP');
  const fillers: net.Socket[] = [];
  for (let filled = false; !filled; ) {
    const filler = net.connect(port, '127.0.0.1').on('error', () => {});
    fillers.push(filler);
    filled = await new Promise<boolean>((resolve) => {
      filler.once('connect', () => resolve(false));
      setTimeout(() => resolve(true), 100);
    });
  }
  return {
    port,
    async close() {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}
