import type { HttpOutgoing, Outgoing } from '../domain/channel.ts';
import type { SendResult } from '../domain/transcript.ts';
import { ProviderAgent } from './agent.ts';
import { Fault } from './fault.ts';
import { type HttpWire, sendHttp } from './http.ts';
import { type SmtpWire, sendSmtp } from './smtp.ts';

const ENDS_HERE = 'PROBE_ENDS';

/**
 * Goes the way of a message and stops before it: over HTTP it asks for `/` of the same server, without credentials and
 * without the message; over SMTP it greets, secures and logs in, and leaves before MAIL FROM. On a connection of its
 * own. No failure means that the message itself could have been handed over.
 */
export async function probe(wire: HttpWire & SmtpWire, outgoing: Outgoing): Promise<SendResult> {
  if (outgoing.protocol === 'http') {
    const agent = new ProviderAgent();
    try {
      const options = { provider: 'probe', onTransmit: async () => {} };
      return await sendHttp({ ...wire, agentOf: () => agent }, rootOf(outgoing), options);
    } finally {
      agent.close();
    }
  }
  const result = await sendSmtp(wire, outgoing, {
    provider: 'probe',
    onTransmit: async () => {
      throw new Fault('smtp', ENDS_HERE, 'The probe ended before the message.');
    },
  });
  if (result.failure?.code !== ENDS_HERE) return result;
  const exchanges = result.transcript.exchanges.map((exchange) => ({ ...exchange, failure: null }));
  return { ...result, transcript: { ...result.transcript, exchanges }, failure: null };
}

function rootOf({ url, timeoutMs, secrets }: HttpOutgoing): HttpOutgoing {
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? url;
  return {
    protocol: 'http',
    method: 'GET',
    url: `${origin}/`,
    headers: [['Accept', '*/*']],
    body: null,
    basicAuth: null,
    timeoutMs,
    secrets,
    notes: [],
  };
}
