import { formatRelease, type Release } from '../domain/release.ts';
import type { Emulator } from '../emulator.ts';
import type { Simulators } from '../simulators/index.ts';
import type { LabInfo } from '../web/inspector/parts.ts';
import type { SimulatorAddresses } from './resolve-connect-to.ts';

/** The address by which this machine reaches a listener: one bound to every interface is reached by loopback. */
export function near(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

export function simulatorAddresses(host: string, simulators: Simulators): SimulatorAddresses {
  return {
    http: `${near(host)}:${simulators.http.port}`,
    https: `${near(host)}:${simulators.https.port}`,
    smtp: `${near(host)}:${simulators.smtp.port}`,
  };
}

export const sponsorBaseOf = (host: string, port: number) => `https://${near(host)}:${port}/sponsorportal`;

/** Where everything is, once all listeners are open. */
export function addressesOf(parts: {
  host: string;
  open: { http: number; https: number; sponsor: number };
  portalId: string;
  sponsorPortalId: string;
}): Emulator['urls'] {
  const { host, open, portalId, sponsorPortalId } = parts;
  const http = `http://${near(host)}:${open.http}`;
  const https = `https://${near(host)}:${open.https}`;
  const portal = `/portal/PortalSetup.action?portal=${portalId}`;
  const sponsor = `/PortalSetup.action?portal=${sponsorPortalId}`;
  return {
    http,
    https,
    portal: http + portal,
    portalHttps: https + portal,
    sponsor: sponsorBaseOf(host, open.sponsor) + sponsor,
    sponsorHttp: `${http}/sponsorportal${sponsor}`,
    lab: `${http}/lab`,
  };
}

export function labInfoOf(parts: {
  host: string;
  release: Release;
  simulators: Simulators;
  portal: LabInfo['portal'];
}): LabInfo {
  const { host, release, simulators, portal } = parts;
  const { clickatell, twilio } = simulators.credentials;
  return {
    release: formatRelease(release),
    portal,
    simulators: {
      http: simulators.http.url,
      https: simulators.https.url,
      ca: simulators.ca,
      clickatell,
      twilio: { accountSid: twilio.accountSid, authToken: twilio.authToken, from: twilio.from },
    },
    smtp: { host: near(host), port: simulators.smtp.port },
  };
}
