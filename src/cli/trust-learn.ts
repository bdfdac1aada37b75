import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import path from 'node:path';
import { type AddedCertificates, addTrustedCertificates } from '../config/edit-trusted-certificates.ts';
import { SHIPPED } from '../config/shipped.ts';
import { AppError } from '../domain/errors.ts';
import type { ServedChain } from '../domain/served-chain.ts';
import { complain, flagMistake } from './complaint.ts';
import { endpoint, wrap } from './layout.ts';
import { type Lab, openLab } from './open-lab.ts';
import { type Output, whileWaiting } from './output.ts';
import { showChain } from './show-exchange.ts';
import { refuseShipped, showAdded } from './trusted-file.ts';

export interface TrustLearnFlags {
  providers: string;
  live?: boolean;
  add?: boolean;
  json?: boolean;
}

/** 1: ISE does not trust what is served. */
const EXIT = { trusted: 0, untrusted: 1, misused: 2, unreachable: 3 };

/**
 * Shows the chain that a server presents, trusted or not, and what ISE needs imported; with `add`, writes that. Goes
 * where messages go: `connectTo` and the proxy apply, `live` ignores the former. Resolves with the exit code.
 */
export async function trustLearn(url: string, flags: TrustLearnFlags, output: Output): Promise<number> {
  let lab: Lab | null = null;
  try {
    if (flags.add) refuseShipped(flags.providers);
    lab = await openLab({ ...flags, portal: SHIPPED.portal, release: '3.4', asFiled: true });
    const chain = await whileWaiting(output, `Asking ${url}`, lab.emulator.trial.servedChain(url));
    if (chain.failure?.code === 'INVALID_URL') throw new AppError('invalid', chain.failure.message);
    const ofLab = isSimulator(lab, chain);
    if (flags.add && ofLab) throw flagMistake('--add', `for ${url}`, ADD_ALLOWED);
    const added =
      flags.add && chain.path.length > 0
        ? addTrustedCertificates(
            flags.providers,
            chain.path.map(({ pem }) => pem),
          )
        : null;
    const exitCode = exitCodeOf(chain, added);
    if (flags.json)
      output.write(`${JSON.stringify({ url, simulator: ofLab, ...chain, added, exitCode }, null, 2)}\n`);
    else show(output, { chain, added, ofLab, again: commandFor(url, flags) });
    return exitCode;
  } catch (error) {
    complain(output, error, flags);
    return EXIT.misused;
  } finally {
    await lab?.emulator.close();
  }
}

/** The same command with `--add`: without `--live` it might ask another server. */
function commandFor(url: string, { live, providers }: TrustLearnFlags): string {
  const usual = path.normalize(providers) === 'providers.json' || providers === SHIPPED.providers;
  const flags = [...(live ? ['--live'] : []), ...(usual ? [] : [`--providers ${providers}`]), '--add'];
  return `"ise-guest trust learn ${url} ${flags.join(' ')}"`;
}

const ADD_ALLOWED =
  'left out, or given together with --live: connectTo leads this to the private simulators, whose certificates are made anew each time and are trusted by the entry "simulator"';

function isSimulator({ emulator, live }: Lab, { redirectedTo }: ServedChain): boolean {
  const { http, https } = emulator.info.simulators;
  const ports = [...[http, https].map((url) => Number(new URL(url).port)), emulator.info.smtp.port];
  return !live && redirectedTo !== null && ports.includes(redirectedTo.port);
}

function exitCodeOf(chain: ServedChain, added: AddedCertificates | null): number {
  const { failure, tls, missingIssuer } = chain;
  if (failure !== null) return EXIT.unreachable;
  if (tls?.trusted || (added !== null && missingIssuer === null && beyondImport(chain) === null))
    return EXIT.trusted;
  return EXIT.untrusted;
}

/**
 * What no import repairs: dates, and the name. TLS tells one fault only, so the certificate is looked at, too. Null when
 * nothing of the kind is wrong.
 */
function beyondImport({ target, tls, served }: ServedChain): string | null {
  const dates = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'].includes(tls?.code ?? '');
  const name = tls?.code === 'ERR_TLS_CERT_ALTNAME_INVALID';
  if (dates || name) return 'No import repairs this: the server’s own certificate is wrong.';
  const [own] = served;
  if (own === undefined) return null;
  const certificate = new X509Certificate(own.pem);
  const named = isIP(target.host) ? certificate.checkIP(target.host) : certificate.checkHost(target.host);
  if (named === undefined)
    return `No import repairs this: the server’s own certificate is not for ${target.host}.`;
  if (Date.parse(own.facts.validTo) < Date.now())
    return 'No import repairs this: the server’s own certificate has expired.';
  return null;
}

function show(
  output: Output,
  {
    chain,
    added,
    ofLab,
    again,
  }: { chain: ServedChain; added: AddedCertificates | null; ofLab: boolean; again: string },
): void {
  const { target, redirectedTo, address, tls, failure, served, missingIssuer } = chain;
  const way = chain.path;
  const { paint } = output;
  if (redirectedTo !== null) {
    const what = ofLab ? 'a private simulator' : endpoint(redirectedTo);
    output.write(
      paint('doubt', wrap(`connectTo leads ${endpoint(target)} to ${what}. --live asks the real server.`)),
    );
  }
  if (failure !== null) {
    output.write(wrap(`No certificate was seen (phase ${failure.phase}): ${failure.message}`));
    return;
  }
  const peer = address === null ? '' : ` at ${endpoint({ host: address.ip, port: address.port })}`;
  output.write(wrap(`${endpoint(target)}${peer} speaks ${tls?.version ?? 'TLS'} and presents:`));
  showChain(
    output,
    served.map(({ facts }) => facts),
  );
  output.write('\n');
  output.write(
    tls?.trusted
      ? paint('good', wrap('Trusted: the store has every certificate that ISE needs.'))
      : paint('bad', wrap(`Not trusted (${tls?.code}): ${tls?.reason ?? ''}`)),
  );
  if (way.length > 0) output.write('\nISE needs these in Trusted Certificates:\n');
  const origins = { served: 'sent by the server', store: 'not sent', public: 'not sent; a public root' };
  for (const { facts, from } of way) {
    const mark = facts.inStore ? paint('good', 'have') : paint('bad', 'need');
    const line = wrap(
      `${facts.subject}, serial number ${facts.serialNumber} (${origins[from]})`,
      ' '.repeat(9),
      '  need   ',
    );
    output.write(line.replace('need', mark));
  }
  if (missingIssuer !== null) {
    output.write(
      wrap(
        `${missingIssuer}: the server does not send it, and it is no public root. Get it from whoever issued the one before.`,
        ' '.repeat(9),
        '  need   ',
      ),
    );
  }
  const lasting = tls?.trusted ? null : beyondImport(chain);
  if (lasting !== null) output.write(wrap(lasting));
  if (added !== null) showAdded(output, added);
  else if (!tls?.trusted && !ofLab && way.some(({ facts }) => !facts.inStore)) {
    output.write(`\n${wrap(`${again} writes them into providers.json.`)}`);
  }
}
