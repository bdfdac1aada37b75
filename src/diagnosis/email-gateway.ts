import type { Case } from '../domain/diagnosis.ts';
import type { SmtpProvider } from '../domain/provider.ts';
import type { Finding, Rule } from './rule.ts';
import { weigh } from './weigh.ts';

/** Carriers' gateways that take no mail any more, and since when. */
const SWITCHED_OFF: Record<string, string> = {
  'tmomail.net': "T-Mobile's, in December 2024",
  'txt.att.net': "AT&T's, on 17 June 2025",
  'mms.att.net': "AT&T's, on 17 June 2025",
  'messaging.sprintpcs.com': "Sprint's, with the network",
  'pm.sprint.com': "Sprint's, with the network",
};
const ENDING: Record<string, string> = {
  'vtext.com': 'Verizon ends it by 31 March 2027',
  'vzwpix.com': 'Verizon ends it by 31 March 2027',
};

/** The SMS email gateway itself: where its mails go. */
export const emailGatewayRules: Rule[] = [
  gateway(
    'provider-domain-is-no-domain',
    'ISE: the recipient is the number, an @ and "Provider Domain".',
    ({ one, domain, field }) => {
      if (field !== 'Provider Domain' || /^[\w-]+(?:\.[\w-]+)*$/.test(domain)) return null;
      const host = domain
        .replace(/^\w+:\/\//, '')
        .replace(/^.*@/, '')
        .replace(/[/:?].*$/, '')
        .trim();
      return {
        certainty: weigh(one, ['parameters', 'number']),
        problem: `"Provider Domain" is "${domain}", which is no domain: ISE puts the number and an @ in front of it.`,
        remedy: `Write ${host || 'the domain of the gateway'} into "Provider Domain"; a whole address belongs into "SMTP API destination address".`,
        evidence: [`Provider Domain: ${domain}`],
      };
    },
  ),
  {
    ...gateway(
      'carrier-gateway-switched-off',
      "The carriers' announcements: AT&T, T-Mobile and Sprint have ended SMS by email.",
      ({ domain, field }) => {
        const since = SWITCHED_OFF[domain.toLowerCase()];
        if (since === undefined) return null;
        return {
          certainty: 'suspect',
          problem: `The gateway ${domain} was switched off (${since}): a mail server may take the mail, and no phone gets it.`,
          remedy: 'Send through an SMS provider by HTTP, or a gateway that still works.',
          evidence: [`${field}: ${domain}`],
        };
      },
    ),
    afterYes: true,
  },
  gateway('carrier-gateway-ending', "Verizon's announcement.", ({ domain, field }) => {
    const end = ENDING[domain.toLowerCase()];
    if (end === undefined) return null;
    return {
      certainty: 'risk',
      problem: `The gateway ${domain} will be switched off: ${end}.`,
      remedy: 'Plan to send through an SMS provider by HTTP.',
      evidence: [`${field}: ${domain}`],
    };
  }),
];

interface GatewayFacts {
  one: Case;
  /** Behind the @ of the recipient. */
  domain: string;
  /** Where it stands. */
  field: string;
}

function gateway(name: string, source: string, judge: (facts: GatewayFacts) => Finding | null): Rule {
  return {
    name,
    source,
    find: (one) => (one.provider?.type === 'smtp' ? judge({ one, ...domainOf(one.provider) }) : null),
  };
}

function domainOf({ smtpApiDestinationAddress, providerDomain }: SmtpProvider) {
  return smtpApiDestinationAddress === ''
    ? { domain: providerDomain.trim(), field: 'Provider Domain' }
    : { domain: smtpApiDestinationAddress.replace(/^.*@/s, ''), field: 'SMTP API destination address' };
}
