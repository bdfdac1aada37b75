import { formatRelease, releaseGate } from '../domain/release.ts';
import type { Family } from './rule.ts';

/** What an ISE release cannot do at all. */
export const release: Family = {
  name: 'release',
  rules: [
    {
      name: 'not-in-this-release',
      source: 'ISE: HTTPS and POST from 1.4 patch 8, 2.0 patch 3 and 2.1 on; HTTP GET from 1.3 on.',
      find({ provider, settings }) {
        if (provider?.type !== 'http') return null;
        const secure = /^\s*https:/i.test(provider.url);
        const post = provider.useHttpPost;
        if (releaseGate(settings.release, { protocol: 'http', secure, post }) === null) return null;
        const needs =
          [secure ? 'HTTPS' : '', post ? 'HTTP POST' : ''].filter(Boolean).join(' and ') || 'HTTP';
        const release = formatRelease(settings.release);
        return {
          certainty: 'cause',
          problem: `ISE ${release} cannot send through "${provider.name}": it needs ${needs}, which this release does not have.`,
          remedy:
            needs === 'HTTP'
              ? 'Move to ISE 1.3 or later, or use an SMTP gateway.'
              : 'Move to ISE 1.4 patch 8, 2.0 patch 3, or 2.1 or later; or use plain HTTP GET or an SMTP gateway.',
          evidence: [
            `Release: ${release}`,
            `URL: ${provider.url.replace(/\?.*/s, '')}`,
            `Use HTTP POST: ${post ? 'on' : 'off'}`,
          ],
        };
      },
    },
  ],
};
