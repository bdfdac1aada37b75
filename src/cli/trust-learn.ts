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
    else show(output, { url, chain, added, ofLab });
    return exitCode;
  } catch (error) {
    complain(output, error);
    return EXIT.misused;
  } finally {
    await lab?.emulator.close();
  }
}

const ADD_ALLOWED =
  'left out, or given together with --live: connectTo leads this to the private simulators, whose certificates are made anew each time and are trusted by the entry "simulator"';

function isSimulator({ emulator, live }: Lab, { redirectedTo }: ServedChain): boolean {
  const { http, https } = emulator.info.simulators;
  const ports = [...[http, https].map((url) => Number(new URL(url).port)), emulator.info.smtp.port];
  return !live && redirectedTo !== null && ports.includes(redirectedTo.port);
}

function exitCodeOf({ failure, tls, missingIssuer }: ServedChain, added: AddedCertificates | null): number {
  if (failure !== null) return EXIT.unreachable;
  if (tls?.trusted || (added !== null && missingIssuer === null && !isOtherwiseWrong(tls?.code)))
    return EXIT.trusted;
  return EXIT.untrusted;
}

/** What no import repairs: dates, and the name. */
function isOtherwiseWrong(code: string | null | undefined): boolean {
  return ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'].includes(code ?? '');
}

function show(
  output: Output,
  {
    url,
    chain,
    added,
    ofLab,
  }: { url: string; chain: ServedChain; added: AddedCertificates | null; ofLab: boolean },
): void {
  const { target, redirectedTo, address, tls, failure, served, path, missingIssuer } = chain;
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
  if (path.length > 0) output.write('\nISE needs these in Trusted Certificates:\n');
  const origins = { served: 'sent by the server', store: 'not sent', public: 'not sent; a public root' };
  for (const { facts, from } of path) {
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
  if (isOtherwiseWrong(tls?.code))
    output.write(wrap('No import repairs this: the server’s own certificate is wrong.'));
  if (added !== null) showAdded(output, added);
  else if (!tls?.trusted && !ofLab && path.some(({ facts }) => !facts.inStore)) {
    output.write(`\n${wrap(`"ise-guest trust learn ${url} --add" writes them into providers.json.`)}`);
  }
}
