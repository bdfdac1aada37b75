import type { ProviderVerdict } from '../../domain/channel.ts';
import type { Delivery } from '../../domain/delivery.ts';
import type { FailurePhase } from '../../domain/transcript.ts';

/** The answer to "did it arrive?", for the top of a page. `tone` picks the colour, the words say the same. */
export interface Headline {
  tone: 'good' | 'bad' | 'doubt' | 'wait';
  title: string;
  detail: string;
}

type Judged = Pick<
  Delivery,
  'status' | 'provider' | 'iseVerdict' | 'providerVerdict' | 'reason' | 'mayHaveBeenSent'
>;

export function headlineOf(delivery: Judged): Headline {
  const { status, provider, providerVerdict, reason, mayHaveBeenSent } = delivery;
  const detail = reason ?? '';
  if (status === 'queued') {
    return {
      tone: 'wait',
      title: 'Waiting to be sent',
      detail: detail || `It is in the queue of ${provider}.`,
    };
  }
  if (status === 'sending') {
    return { tone: 'wait', title: 'Being sent', detail: `${provider} has not answered yet.` };
  }
  if (providerVerdict === 'refused') return { tone: 'bad', title: `Refused by ${provider}`, detail };
  if (status === 'failed' && mayHaveBeenSent) {
    return { tone: 'doubt', title: 'Failed, but may have gone out', detail };
  }
  if (status === 'failed' && providerVerdict !== 'accepted')
    return { tone: 'bad', title: 'Not sent', detail };
  if (providerVerdict === 'accepted') {
    return { tone: status === 'sent' ? 'good' : 'doubt', title: `Accepted by ${provider}`, detail };
  }
  return { tone: 'doubt', title: 'Sent, but the answer is unclear', detail };
}

/** One sentence when ISE and the provider do not mean the same; null when they agree, or have not spoken. */
export function disagreementOf({ iseVerdict, providerVerdict, provider }: Judged): string | null {
  if (iseVerdict === 'sent' && providerVerdict === 'refused') {
    return `ISE would show this message as sent, but ${provider} refused it: it will not arrive.`;
  }
  if (iseVerdict === 'sent' && providerVerdict === 'unclear') {
    return `ISE would show this message as sent, but the answer does not say that ${provider} took it.`;
  }
  if (iseVerdict === 'failed' && providerVerdict === 'accepted') {
    return `ISE would show this message as failed, but ${provider} accepted it: it will arrive.`;
  }
  return null;
}

/** ISE: any 2xx (SMTP: a 250 to the data) is sent, whatever the body says. */
export function iseSentence(verdict: 'sent' | 'failed' | null, answer: string | null): string {
  if (verdict === null) return 'ISE has not judged it yet.';
  const seen = answer === null ? 'no answer came' : `the answer was ${answer}`;
  if (verdict === 'failed') return `Failed: ${seen}.`;
  if (!answer?.startsWith('HTTP/')) return `Sent: ${seen}; the mail server took the message.`;
  return `Sent: ${seen}, and any success status counts, whatever the body says.`;
}

export function providerSentence(verdict: ProviderVerdict | null, reason: string | null): string {
  if (verdict === null) return 'The provider has not said anything.';
  return reason ?? { accepted: 'Accepted.', refused: 'Refused.', unclear: 'Unclear.' }[verdict];
}

export const MAY_HAVE_BEEN_SENT =
  'The whole message may have reached the provider although no answer was seen. It is not repeated by itself, so that the guest does not get it twice; look on the phone before you send it again.';

/** What it means that a try ended in this phase. */
export const PHASE_SENTENCES: Record<FailurePhase, string> = {
  configuration: 'The settings of the provider cannot be used; nothing left the machine.',
  release: 'This release of ISE cannot do what the provider needs; nothing left the machine.',
  dns: 'The host name could not be resolved; nothing left the machine.',
  connect: 'No connection came about; the provider received nothing.',
  proxy: 'The proxy did not let the connection through; the provider received nothing.',
  tls: 'The TLS handshake failed; the provider received nothing of the message.',
  request: 'The connection broke while the request was being written.',
  response: 'The request was written, but no complete answer came back.',
  smtp: 'The mail server said no during the conversation.',
  interrupted: 'The emulator was stopped in the middle of this try.',
};
