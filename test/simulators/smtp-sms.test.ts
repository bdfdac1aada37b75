import assert from 'node:assert/strict';
import { type Lab, startLab } from './lab.ts';
import { mail, transport } from './mail-client.ts';

describe('mail that is an SMS', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  it('mail to a number at an SMS domain is an SMS', async () => {
    await transport(lab).sendMail({
      ...mail,
      to: '15556661212@SMS.example.com',
      text: 'Your code ß 😀\nline two',
    });
    const [message] = await lab.messages();
    assert.deepEqual(
      [message?.channel, message?.to, message?.text, message?.subject, message?.provider],
      ['sms', '15556661212', 'Your code ß 😀\nline two', null, 'smtp'],
    );
    await transport(lab).sendMail({ ...mail, to: 'info@sms.example.com' });
    assert.equal((await lab.messages())[1]?.channel, 'email', 'no number, no SMS');
  });

  describe("Clickatell's SMTP API", () => {
    const send = (lines: string[], to = 'sms@messaging.clickatell.com') =>
      transport(lab).sendMail({ ...mail, to, text: lines.join('\n') });
    const login = ['api_id: 3591672', 'user: lab', 'password: lab-password'];

    it('a line for each value: an SMS for each number', async () => {
      await send([
        ...login,
        'to: 27999112345,27999112346',
        'text: Username: u',
        'Password: p',
        'text: end',
        'reply: me@example.com',
      ]);
      assert.deepEqual(
        (await lab.messages()).map(({ channel, to, text: said }) => [channel, to, said]),
        [
          ['sms', '27999112345', 'Username: u\nPassword: p\nend'],
          ['sms', '27999112346', 'Username: u\nPassword: p\nend'],
        ],
      );
      assert.equal((await lab.lastRow()).refusal, null);
    });

    const wrong: [string, string[], string][] = [
      [
        'a wrong password',
        ['api_id: 3591672', 'user: lab', 'password: x', 'to: 27999112345', 'text: x'],
        'ERR: 001, Authentication failed',
      ],
      [
        'a wrong API id',
        ['api_id: 1', 'user: lab', 'password: lab-password', 'to: 27999112345', 'text: x'],
        'ERR: 108, Invalid or missing API ID',
      ],
      ['no number', [...login, 'text: x'], 'ERR: 101, Invalid or missing parameters'],
      ['a bad number', [...login, 'to: 333', 'text: x'], 'ERR: 105, Invalid Destination Address'],
      ['no text', [...login, 'to: 27999112345', 'text:'], 'ERR: 107, Empty message'],
      ['no lines', ['hello'], 'ERR: 001, Authentication failed'],
    ];
    for (const [what, lines, refusal] of wrong) {
      it(`${what}: taken as mail, but no SMS comes of it`, async () => {
        await send(lines);
        assert.deepEqual(
          (await lab.messages()).map(({ channel }) => channel),
          ['email'],
        );
        const row = await lab.lastRow();
        assert.deepEqual([row.status, row.refusal], [250, refusal]);
      });
    }

    it('another address of that kind takes the same lines, without a login', async () => {
      await send(['to: 27999112345', 'text: x'], 'api@gateway.example.com');
      assert.equal((await lab.messages())[0]?.to, '27999112345');
    });
  });
});
