import { answerOf, headerOf } from './answer-of.ts';
import { bypassMistake } from './bypass-mistake.ts';
import { chainLines, commonName, interceptingCa } from './chain.ts';
import { excerpt, failedIn, lastExchange, placeText } from './last-exchange.ts';
import { PAGE, proxyFailureRules } from './proxy-failures.ts';
import type { Family } from './rule.ts';

/** The proxy between ISE and an SMS provider. ISE: the system proxy carries "SMS Message Transmission". */
export const proxy: Family = {
  name: 'proxy',
  rules: [
    {
      name: 'proxy-is-a-url',
      source: 'ISE: the field is "fqdn", with a port of its own.',
      find({ end, provider, settings }) {
        const fqdn = settings.proxy?.fqdn ?? '';
        if (end !== null || provider?.type !== 'http' || !/:\/\/|\/|^[^:]+:\d+$/.test(fqdn)) return null;
        return {
          certainty: 'cause',
          problem: `"${fqdn}" is set as the host of the proxy, and is no host name.`,
          remedy: `Write the host name alone, and the port into its own field at ${PAGE}.`,
          evidence: [`Proxy: ${fqdn}, port ${settings.proxy?.port}`],
        };
      },
    },
    ...proxyFailureRules,
    {
      name: 'proxy-intercepts-tls',
      source:
        "A proxy that inspects TLS presents certificates of its own CA. GUESS: a CA neither public nor akin to an imported one is the proxy's.",
      find(one) {
        const ca = interceptingCa(one);
        const exchange = lastExchange(one);
        if (ca === null || exchange?.proxy == null || exchange.tls === null) return null;
        return {
          certainty: 'cause',
          problem: `The proxy ${placeText(exchange.proxy)} most likely opens the TLS connection to ${exchange.target.host} itself: the certificate shown was issued by "${commonName(ca)}", which is no public CA.`,
          remedy: `Except ${exchange.target.host} from TLS inspection in the proxy, put it on the bypass list at ${PAGE}, or import "${commonName(ca)}" into Trusted Certificates.`,
          evidence: [`Proxy: ${placeText(exchange.proxy)}`, ...chainLines(exchange.tls.chain)],
        };
      },
    },
    {
      name: 'proxy-answered',
      source:
        'RFC 9110, 7.6.3 and 15.6: Via, Proxy-* and the 502, 503, 504 of a gateway. Squid: X-Squid-Error.',
      find(one) {
        const exchange = lastExchange(one);
        if (exchange?.proxy?.mode !== 'forward' || one.end?.failure?.phase === 'proxy') return null;
        const answer = answerOf(one);
        if (answer === null || answer.status < 400) return null;
        const signed = ['x-squid-error', 'proxy-status'].some((name) => headerOf(answer, name) !== null);
        if (!signed && ![502, 503, 504].includes(answer.status)) return null;
        return {
          certainty: signed ? 'cause' : 'suspect',
          problem: `The answer "${answer.statusLine}" was ${signed ? '' : 'most likely '}written by the proxy ${placeText(exchange.proxy)} and not by ${exchange.target.host}.`,
          remedy: `Look whether the proxy can reach ${exchange.target.host}, or put the host on the bypass list at ${PAGE}.`,
          evidence: [`Answer: ${excerpt(`${answer.statusLine} ${answer.text}`)}`],
        };
      },
    },
    {
      name: 'proxy-in-the-way',
      source:
        "SEEN: a forgotten debugging proxy swallowed SMS (comments on Cisco's page on ISE and Clickatell).",
      find(one) {
        const found = failedIn(one, 'tls', 'request', 'response');
        const used = found?.exchange?.proxy ?? null;
        if (found?.exchange == null || used === null || interceptingCa(one) !== null) return null;
        const { host } = found.exchange.target;
        return {
          certainty: 'suspect',
          problem: `What goes to ${host} passes the proxy ${placeText(used)}, which may have changed or swallowed it.`,
          remedy: `Put ${host} on the bypass list at ${PAGE}, and try again; if it works then, the proxy is at fault.`,
          evidence: [
            `Proxy: ${placeText(used)}`,
            ...(used.answer === null ? [] : [`Answer: ${used.answer}`]),
          ],
        };
      },
    },
    {
      name: 'bypass-entry-without-effect',
      source:
        'GUESS: entries are host names, *.domain, .domain or *; scheme, port and path are no part of them.',
      find(one) {
        const { settings, provider, end } = one;
        if (provider?.type !== 'http' || settings.proxy === null || settings.proxy.fqdn === '') return null;
        const host = lastExchange(one)?.target.host ?? hostOf(provider.url);
        const mistake = host === null ? null : bypassMistake(host, settings.proxy.bypassHosts);
        if (mistake === null) return null;
        return {
          certainty: end === null ? 'risk' : 'suspect',
          problem: `The bypass list entry "${mistake.entry}" does not cover ${host}, which goes through the proxy: ${mistake.why}.`,
          remedy: `Write "${mistake.better}" into the bypass list at ${PAGE}.`,
          evidence: [`Bypass list: ${settings.proxy.bypassHosts.join(', ')}`, `Host in "URL": ${host}`],
        };
      },
    },
  ],
};

function hostOf(url: string): string | null {
  return (
    /^\s*https?:\/\/(?:[^@/?#]*@)?(\[[^\]]+\]|[^/?#:]+)/i.exec(url)?.[1]?.replace(/^\[|\]$/g, '') ?? null
  );
}
