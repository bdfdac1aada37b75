import { connect, type Socket } from 'node:net';
import nodemailer from 'nodemailer';
import type { Lab } from './lab.ts';

export const transport = (lab: Lab, more: object = {}) =>
  nodemailer.createTransport({
    host: '127.0.0.1',
    port: lab.sim.smtp.port,
    secure: false,
    ignoreTLS: true,
    ...more,
  });
export const mail = {
  from: 'ise@example.com',
  to: 'guest@example.com',
  subject: 'Your Gäste-Zugang',
  text: 'Username: u\nPassword: p&+%"',
};

/** Says each line after the answer to the one before; resolves with all answers when the server has closed. */
export async function dialogue(
  lab: Lab,
  lines: string[],
  use: (socket: Socket) => void = () => {},
): Promise<string> {
  const socket = connect(lab.sim.smtp.port, '127.0.0.1');
  use(socket);
  let answers = '';
  let last = '';
  const rest = [...lines];
  await new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      answers += chunk.toString('latin1');
      last += chunk.toString('latin1');
      if (!/^\d\d\d .*\r\n$/m.test(last)) return;
      last = '';
      const next = rest.shift();
      if (next !== undefined) socket.write(Buffer.from(next, 'latin1'));
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
  return answers;
}
export const envelope = (to = 'guest@example.com') => [
  'EHLO me\r\n',
  'MAIL FROM:<ise@example.com>\r\n',
  `RCPT TO:<${to}>\r\n`,
  'DATA\r\n',
];
export const QUIT = 'QUIT\r\n';
