import type { Case } from '../domain/diagnosis.ts';
import type { CertificateFacts } from '../domain/transcript.ts';
import type { Finding, Rule } from './rule.ts';

/** What can be said of the imported certificates before any server has shown its own. */
export const storeRules: Rule[] = [
  {
    name: 'imported-certificate-expired',
    source: 'RFC 5280, 4.1.2.5: a certificate is not valid after its notAfter.',
    find(one) {
      if (!needsStore(one)) return null;
      return one.settings.store
        .filter(({ validTo }) => validTo < one.message.date)
        .map(
          (facts): Finding => ({
            certainty: 'suspect',
            problem: `The trusted certificate "${facts.subject}" (serial number ${facts.serialNumber}) expired on ${facts.validTo.slice(0, 10)}.`,
            remedy: 'Import its successor into "Trusted Certificates", and take the old one out.',
            evidence: [lineOf(facts)],
          }),
        );
    },
  },
  {
    name: 'imported-issuer-missing',
    source: 'ISE: the root and every intermediate of a provider have to be imported.',
    find(one) {
      if (!needsStore(one)) return null;
      const subjects = new Set(one.settings.store.map(({ subject }) => subject));
      return one.settings.store
        .filter(({ issuer }) => !subjects.has(issuer))
        .map(
          (facts): Finding => ({
            certainty: 'suspect',
            problem: `The trusted certificate "${facts.subject}" was issued by "${facts.issuer}", which is not imported.`,
            remedy: `Import "${facts.issuer}" into "Trusted Certificates", too.`,
            evidence: [lineOf(facts)],
          }),
        );
    },
  },
];

/** Once a server has shown its chain, the rules about TLS say it better. */
function needsStore({ end, provider, settings }: Case): boolean {
  if (end !== null) return false;
  return provider?.type === 'http'
    ? /^\s*https:/i.test(provider.url)
    : settings.smtpServer.useTLSorSSLEncryption;
}

function lineOf({ subject, issuer, serialNumber, validTo }: CertificateFacts): string {
  return `Trusted certificate: ${subject}, issued by ${issuer}, serial number ${serialNumber}, valid until ${validTo.slice(0, 10)}`;
}
