import type { ProviderVerdict } from '../../domain/channel.ts';
import type { Delivery } from '../../domain/delivery.ts';
import type { FailurePhase } from '../../domain/transcript.ts';
import { texts } from './texts.ts';

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
      title: texts('inspector_headline_waiting'),
      detail: detail || texts('inspector_headline_waiting_detail', { provider }),
    };
  }
  if (status === 'sending') {
    const waiting = texts('inspector_headline_sending_detail', { provider });
    return { tone: 'wait', title: texts('inspector_headline_sending'), detail: waiting };
  }
  if (providerVerdict === 'refused') {
    return { tone: 'bad', title: texts('inspector_headline_refused', { provider }), detail };
  }
  if (status === 'failed' && mayHaveBeenSent) {
    return { tone: 'doubt', title: texts('inspector_headline_doubt'), detail };
  }
  if (status === 'failed' && providerVerdict !== 'accepted') {
    return { tone: 'bad', title: texts('inspector_headline_not_sent'), detail };
  }
  if (providerVerdict === 'accepted') {
    const tone = status === 'sent' ? 'good' : 'doubt';
    return { tone, title: texts('inspector_headline_accepted', { provider }), detail };
  }
  return { tone: 'doubt', title: texts('inspector_headline_unclear'), detail };
}

/** One sentence when ISE and the provider do not mean the same; null when they agree, or have not spoken. */
export function disagreementOf({ iseVerdict, providerVerdict, provider }: Judged): string | null {
  if (iseVerdict === 'sent' && providerVerdict === 'refused') {
    return texts('inspector_disagree_refused', { provider });
  }
  if (iseVerdict === 'sent' && providerVerdict === 'unclear') {
    return texts('inspector_disagree_unclear', { provider });
  }
  if (iseVerdict === 'failed' && providerVerdict === 'accepted') {
    return texts('inspector_disagree_accepted', { provider });
  }
  return null;
}

/** ISE: any 2xx (SMTP: a 250 to the data) is sent, whatever the body says. */
export function iseSentence(verdict: 'sent' | 'failed' | null, answer: string | null): string {
  if (verdict === null) return texts('inspector_ise_not_judged');
  if (verdict === 'failed') {
    return answer === null
      ? texts('inspector_ise_failed_unanswered')
      : texts('inspector_ise_failed', { answer });
  }
  if (answer === null) return texts('inspector_ise_sent_mail_unanswered');
  return answer.startsWith('HTTP/')
    ? texts('inspector_ise_sent', { answer })
    : texts('inspector_ise_sent_mail', { answer });
}

export function providerSentence(verdict: ProviderVerdict | null, reason: string | null): string {
  if (verdict === null) return texts('inspector_provider_silent');
  return reason ?? texts(`inspector_provider_${verdict}`);
}

/** The texts that say what it means that a try ended in this phase. */
export const PHASE_KEYS: Record<FailurePhase, string> = {
  configuration: 'inspector_phase_configuration',
  release: 'inspector_phase_release',
  dns: 'inspector_phase_dns',
  connect: 'inspector_phase_connect',
  proxy: 'inspector_phase_proxy',
  tls: 'inspector_phase_tls',
  request: 'inspector_phase_request',
  response: 'inspector_phase_response',
  smtp: 'inspector_phase_smtp',
  interrupted: 'inspector_phase_interrupted',
};
