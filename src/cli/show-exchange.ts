import { maskBytes } from '../domain/mask.ts';
import type { CertificateFacts, Exchange, Transcript } from '../domain/transcript.ts';
import type { Preview } from '../domain/trial.ts';
import { endpoint, harmless, labelled, visibleBytes, wrap } from './layout.ts';
import type { Output } from './output.ts';

/** The exact requests that a message becomes, secrets masked. */
export function showRequests(output: Output, { parts }: Preview): void {
  for (const [index, { outgoing, rendered }] of parts.entries()) {
    const which = parts.length > 1 ? ` ${index + 1} of ${parts.length}` : '';
    const target = rendered.target === null ? '' : ` to ${placeOf({ ...rendered, target: rendered.target })}`;
    output.write(`\n${output.paint('strong', wrap(`Request${which}${target}`))}`);
    for (const note of outgoing.notes) output.write(output.paint('quiet', wrap(note, '  ')));
    output.write(visibleBytes(maskBytes(rendered.bytes, rendered.secrets)));
  }
}

/** What crossed the wire. Requests that are among `known` (base64) have been shown already. */
export function showTranscripts(output: Output, transcripts: Transcript[], known: string[]): void {
  const exchanges = transcripts.flatMap((transcript) =>
    transcript.exchanges.map((exchange) => ({ ...exchange, protocol: transcript.protocol })),
  );
  for (const [index, exchange] of exchanges.entries()) {
    const which = exchanges.length > 1 ? ` ${index + 1} of ${exchanges.length}` : '';
    output.write(`\n${output.paint('strong', wrap(`Transcript${which}`))}`);
    showConnection(output, exchange);
    if (exchange.protocol === 'smtp') showLines(output, exchange);
    else {
      if (exchange.request !== '' && !known.includes(exchange.request)) {
        output.write(`  Request\n${visibleBytes(Buffer.from(exchange.request, 'base64'), '    ')}`);
      } else if (exchange.request !== '') output.write('  Sent, byte for byte: the request above.\n');
      if (exchange.response !== '') {
        output.write(`  Answer${exchange.responseCut ? ' (its beginning)' : ''}\n`);
        output.write(visibleBytes(Buffer.from(exchange.response, 'base64'), '    '));
      }
    }
    if (exchange.failure !== null) output.write(labelled('  Failure', exchange.failure.message));
  }
  for (const note of transcripts.flatMap(({ notes }) => notes)) {
    output.write(output.paint('quiet', wrap(note, '  ')));
  }
}

function showConnection(output: Output, exchange: Exchange): void {
  const { address, proxy, tls, timings } = exchange;
  const to = address === null ? 'none' : endpoint({ host: address.ip, port: address.port });
  output.write(labelled('  Connection', `${to}, for ${placeOf(exchange)}; ${timings.total} ms in all`, 15));
  if (proxy !== null) {
    output.write(
      labelled('  Proxy', `${endpoint(proxy)}, ${proxy.mode}${proxy.answer ? `: ${proxy.answer}` : ''}`, 15),
    );
  }
  if (tls !== null) {
    const verdict = tls.trusted ? 'trusted' : `not trusted: ${tls.reason}`;
    output.write(labelled('  TLS', `${tls.version ?? 'unknown'}, ${verdict}`, 15));
    showChain(output, tls.chain, '    ');
  }
}

function showLines(output: Output, { lines }: Exchange): void {
  for (const { from, text } of lines) {
    output.write(visibleBytes(Buffer.from(`${from === 'client' ? '> ' : '< '}${harmless(text)}`)));
  }
}

/** Certificates, the leaf first: who, from whom, serial number, until when, and whether the store has it. */
export function showChain(output: Output, chain: CertificateFacts[], indent = '  '): void {
  for (const [index, facts] of chain.entries()) {
    const own = index === 0 && facts.subject !== facts.issuer && !facts.inStore;
    const store = own ? "the server's own" : facts.inStore ? 'in the store' : 'not in the store';
    output.write(wrap(`${index + 1}. ${facts.subject}`, `${indent}   `, indent));
    output.write(wrap(`issued by ${facts.issuer}`, `${indent}     `, `${indent}   `));
    output.write(
      wrap(
        `serial ${facts.serialNumber}, until ${facts.validTo.slice(0, 10)}, ${store}`,
        `${indent}     `,
        `${indent}   `,
      ),
    );
  }
}

/** `api.twilio.com:443 (HTTPS), led by connectTo to 127.0.0.1:4711`. */
export function placeOf({ target, redirectedTo }: Pick<Exchange, 'target' | 'redirectedTo'>): string {
  const led = redirectedTo === null ? '' : `, led by connectTo to ${endpoint(redirectedTo)}`;
  return `${endpoint(target)}${target.secure ? ' (TLS)' : ''}${led}`;
}
