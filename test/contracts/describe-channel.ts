import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ChannelName } from '../../src/domain/channel.ts';
import type { Message } from '../../src/domain/message.ts';
import type { Route } from '../../src/domain/routing.ts';
import { type BareServer, startBareServer } from '../support/bare-server.ts';
import { keptRequests, sendTo } from '../support/send-to.ts';

export interface ChannelFixture {
  route(): Route;
  message(text?: string): Message;
  /** A peer that accepts; the text it was sent, decoded without any code of ours. */
  accepting: Peer;
  decode(received: string): string;
  /** Peers that never may count as a yes, by name. */
  refusing: Record<string, Peer>;
  /** Bytes that must not be in what is kept; they must be on the wire. */
  secrets: string[];
}

export type Peer = Parameters<typeof startBareServer>[0];

const AWKWARD: Record<string, string> = {
  ampersand: 'a & b &c=d',
  plus: '1 + 1 = 2 +',
  percent: '100 % %41 %',
  quotes: `"double" 'single' \\ backslash`,
  newline: 'line one\nline two',
  'sharp s and accents': 'Straße, déjà vu, Ü',
  emoji: 'welcome 😀👩‍👩‍👧',
  'right to left': 'שלום עולם, مرحبا',
  'a variable’s name': 'costs $mobilenumber$ and $message$',
  '161 characters': 'x'.repeat(161),
  markup: '<b>bold</b> &amp; <script>',
};

/** What the house promises of every channel: its bytes, its texts, its honesty, its discretion. */
export function describeChannel(name: ChannelName, fixture: ChannelFixture): void {
  describe(`channel ${name}`, () => {
    let peer: BareServer | null = null;
    const start = async (how: Peer) => {
      peer = await startBareServer(how);
      return peer;
    };
    afterEach(async () => {
      await peer?.close();
      peer = null;
    });

    it('route: the fixture’s settings lead to this channel', () =>
      assert.equal(fixture.route().channel, name));

    it(`bytes: what a bare socket receives is test/wire/${name}.txt`, async () => {
      const server = await start(fixture.accepting);
      await sendTo(server.port, fixture.route(), fixture.message());
      const golden = readFileSync(`test/wire/${name}.txt`, 'utf8');
      const request = golden.slice(golden.indexOf('\n\n') + 2).trimEnd();
      const received = server.texts().join('').replaceAll('\r\n', '\n').trimEnd();
      assert.equal(received, request);
    });

    for (const [what, text] of Object.entries(AWKWARD)) {
      it(`text: ${what} arrives intact`, async () => {
        const server = await start(fixture.accepting);
        const outcome = await sendTo(server.port, fixture.route(), fixture.message(text));
        assert.equal(outcome.status, 'sent', outcome.reason);
        assert.equal(fixture.decode(server.received.map((bytes) => bytes.toString('utf8')).join('')), text);
      });
    }

    for (const [what, how] of Object.entries(fixture.refusing)) {
      it(`answer: ${what} is never accepted, and leaves a transcript`, async () => {
        const server = await start(how);
        const outcome = await sendTo(server.port, fixture.route(), fixture.message());
        assert.notEqual(outcome.providerVerdict, 'accepted');
        assert.notEqual(outcome.reason, '');
        assert.equal(outcome.transcripts.length, 1);
        assert.ok(outcome.transcripts[0]?.exchanges.length);
      });
    }

    it('answer: a closed port is a failure with a transcript', async () => {
      const server = await start(fixture.accepting);
      await server.close();
      const outcome = await sendTo(server.port, fixture.route(), fixture.message());
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.providerVerdict, null);
      assert.equal(outcome.failure?.code, 'ECONNREFUSED');
      assert.equal(outcome.mayHaveBeenSent, false);
      assert.equal(outcome.transcripts.length, 1);
    });

    it('secrets: on the wire, and nowhere in what is kept', async () => {
      const server = await start(fixture.accepting);
      const outcome = await sendTo(server.port, fixture.route(), fixture.message());
      const kept = `${keptRequests(outcome).join('')}${JSON.stringify(outcome)}`;
      for (const secret of fixture.secrets) {
        assert.ok(server.texts().join('').includes(secret), `${secret} is not on the wire`);
        assert.ok(!kept.includes(secret), `${secret} was kept`);
      }
    });
  });
}
