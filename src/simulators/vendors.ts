import { ClickatellAccount } from './clickatell/account.ts';
import { createClassic } from './clickatell/classic.ts';
import { createOneApi } from './clickatell/one-api.ts';
import { createPlatform } from './clickatell/platform.ts';
import { createRest } from './clickatell/rest.ts';
import type { FaultScript } from './faults.ts';
import { type Answer, answer } from './http/answer.ts';
import type { Exchange } from './http/connection-parts.ts';
import type { SimRequest } from './http/sim-request.ts';
import type { TagOf } from './lab-tag.ts';
import { REPLAYED, type Replay, replayed } from './replay.ts';
import { createTwilio } from './twilio/twilio.ts';
import { faultTaker, type Handler, type VendorParts } from './vendor.ts';

/** All HTTP vendors, told apart by their paths alone: whatever host a request names, it is answered. */

export const VENDOR_PATHS = [
  '/http/{auth,ping,sendmsg,querymsg,getmsgcharge,getbalance,delmsg,token_pay}[.php]',
  '/sendmsg',
  '/utils/routeCoverage[.php]',
  '/rest/message[/{apiMessageId}]',
  '/rest/account/balance',
  '/rest/coverage/{msisdn}',
  '/messages',
  '/messages/http/send',
  '/v1/message',
  '/2010-04-01/Accounts/{AccountSid}/Messages[/{Sid}[/Feedback]][.json|.xml]',
];

/** The faults of each, by the names users know. */
export interface HttpScripts {
  clickatell: FaultScript;
  clickatellRest: FaultScript;
  clickatellPlatform: FaultScript;
  twilio: FaultScript;
}

export interface Vendors {
  respond(request: SimRequest, exchange: Exchange): Answer | Promise<Answer>;
  /** Forgets messages and sessions. */
  reset(): void;
}

export function createVendors(
  parts: VendorParts & { tagOf?: TagOf; replay?: Replay },
  scripts: HttpScripts,
): Vendors {
  const account = new ClickatellAccount(parts);
  const classic = createClassic(parts, account);
  const twilio = createTwilio(parts);
  const table: { name: string; script: FaultScript; handlerFor(path: string): Handler | null }[] = [
    { name: 'twilio', script: scripts.twilio, handlerFor: twilio.handlerFor },
    { name: 'clickatell-rest', script: scripts.clickatellRest, ...createRest(parts, account) },
    { name: 'clickatell-platform', script: scripts.clickatellPlatform, ...createPlatform(parts, account) },
    { name: 'clickatell-platform', script: scripts.clickatellPlatform, ...createOneApi(parts, account) },
    { name: 'clickatell-http', script: scripts.clickatell, handlerFor: classic.handlerFor },
  ];

  return {
    async respond(request, exchange) {
      const recorded = parts.replay ? await replayed(request, parts.replay) : null;
      if (recorded !== null) {
        exchange.simulator = REPLAYED;
        return recorded;
      }
      for (const { name, script, handlerFor } of table) {
        const handler = handlerFor(request.path);
        if (!handler) continue;
        exchange.simulator = name;
        return handler(request, faultTaker(script, request, { exchange, tagOf: parts.tagOf }));
      }
      const refusal = `No provider has the path ${request.path}`;
      const paths = VENDOR_PATHS.map((path) => `  ${path}\n`).join('');
      return answer(404, 'text/plain; charset=utf-8', `${refusal}. There are:\n${paths}`, { refusal });
    },
    reset() {
      account.reset();
      classic.reset();
      twilio.reset();
    },
  };
}
