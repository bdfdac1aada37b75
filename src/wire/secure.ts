import type { X509Certificate } from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import { certificateFacts } from '../domain/certificate.ts';
import type { Deadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import { codeOf, Fault, messageOf } from './fault.ts';
import type { Refusal, Trust } from './trust.ts';

export interface SecureOptions {
  /** The host of the URL or of the SMTP server settings, whatever `connectTo` made of it. */
  serverName: string;
  trust: Trust;
  deadline: Deadline;
  draft: Draft;
}

/**
 * Puts TLS on a connected socket, notes the whole chain that the peer sent, and only then decides. Throws a `Fault` in
 * phase `tls`; a refused peer has received nothing above the handshake.
 */
export function secure(
  socket: net.Socket,
  { serverName, trust, deadline, draft }: SecureOptions,
): Promise<tls.TLSSocket> {
  deadline.enter('tls', `the TLS handshake with ${serverName}`);
  draft.stopwatch.begin('tls');
  return new Promise((resolve, reject) => {
    const secured = tls.connect({
      socket,
      secureContext: trust.context,
      // SNI carries names only.
      servername: net.isIP(serverName) ? '' : serverName,
      // The verdict is ours: with `true`, Node would destroy the socket before its chain could be read.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    const forget = deadline.onExpire(fail);
    function fail(fault: Fault): void {
      forget?.();
      secured.destroy();
      socket.destroy();
      reject(fault);
    }
    socket.on('error', () => {});
    secured.once('error', (error) => fail(new Fault('tls', codeOf(error), sentence(serverName, error))));
    secured.once('secureConnect', () => {
      draft.stopwatch.end('tls');
      const refusal = inspect(secured, { serverName, trust, deadline, draft });
      if (refusal !== null) return fail(new Fault('tls', refusal.code, refusal.reason));
      forget();
      secured.removeAllListeners('error');
      resolve(secured);
    });
  });
}

function inspect(secured: tls.TLSSocket, { serverName, trust, draft }: SecureOptions): Refusal | null {
  const chain = servedChain(secured);
  const refusal = trust.judge(chain, opensslCode(secured)) ?? identityRefusal(serverName, chain);
  draft.tls = {
    version: secured.getProtocol(),
    cipher: secured.getCipher()?.standardName ?? null,
    serverName,
    trusted: refusal === null,
    code: refusal?.code ?? null,
    reason: refusal?.reason ?? null,
    chain: chain.map((certificate) => certificateFacts(certificate, trust.has(certificate))),
  };
  return refusal;
}

/**
 * As the peer sent it, in its order; Node links each certificate to the one sent after it. Node empties its own copy
 * with this call: no other question about the peer's certificates can be put to the socket afterwards.
 */
function servedChain(secured: tls.TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let next = secured.getPeerX509Certificate(); next !== undefined; next = next.issuerCertificate) {
    chain.push(next);
  }
  return chain;
}

function opensslCode(secured: tls.TLSSocket): string | null {
  if (secured.authorized) return null;
  const error: unknown = secured.authorizationError;
  return typeof error === 'string' ? error : codeOf(error);
}

function identityRefusal(serverName: string, [leaf]: X509Certificate[]): Refusal | null {
  const error = leaf && tls.checkServerIdentity(serverName, leaf.toLegacyObject());
  return error === undefined ? null : { code: codeOf(error), reason: `${error.message}.` };
}

function sentence(serverName: string, error: Error): string {
  const code = codeOf(error);
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code)) {
    return `${serverName} does not speak TLS on this port: its answer to the handshake is no TLS (${code}).`;
  }
  if (/UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|VERSION_TOO_LOW/.test(code)) {
    return `${serverName} offers no TLS version from 1.2 on (${code}).`;
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return `${serverName} closed the connection during the TLS handshake (${code}).`;
  }
  return `The TLS handshake with ${serverName} failed: ${messageOf(error)} (${code}).`;
}
