import type { Answer } from '../http/answer.ts';
import { isForm, readForm, utf8 } from '../http/form.ts';
import type { SimRequest } from '../http/sim-request.ts';
import type { FaultTaker, Handler, VendorParts } from '../vendor.ts';
import { type Account, authenticate } from './accounts.ts';
import { createMessage } from './create.ts';
import { TwilioError } from './errors.ts';
import { listMessages } from './list.ts';
import { isFinished, type TwilioMessage } from './message.ts';
import { TwilioOutbox } from './outbox.ts';
import {
  element,
  type Format,
  jsonAnswer,
  messagesPath,
  presentError,
  presentMessage,
  rfc2822,
  xmlAnswer,
} from './present.ts';

/**
 * Twilio Programmable Messaging (twilio/twilio-oai, spec `twilio_api_v2010.json` of 14 April 2026; answers as captured
 * by its users). Telnyx's Twilio-compatible endpoint is the same with a UUID for an account.
 *
 *   POST /2010-04-01/Accounts/AC…/Messages.json   Authorization: Basic AC…:token
 *   Content-Type: application/x-www-form-urlencoded
 *
 *   To=%2B14155552345&From=%2B17752874976&Body=Your+code
 */

const PATH = /^\/2010-04-01\/Accounts\/([^/]+?)\/Messages(?:\/([^/.]+)(\/Feedback)?)?(\.json|\.xml)?\/?$/;
const ACCOUNT = /^(AC[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;
const SID = /^(SM|MM)[0-9a-fA-F]{32}$/;

export function createTwilio(parts: VendorParts) {
  const outbox = new TwilioOutbox(parts);

  function route(request: SimRequest, format: Format, faults: FaultTaker): Answer {
    const [, accountSid = '', sid, feedback] = PATH.exec(request.path) ?? [];
    if (!ACCOUNT.test(accountSid)) {
      if (request.header('authorization') === undefined) authenticate(request, accountSid, parts);
      throw new TwilioError(20404, { path: request.path });
    }
    const account = authenticate(request, accountSid, parts);
    const { method } = request;
    if (sid === undefined) {
      if (method === 'POST') return createMessage(request, { account, format, faults, parts, outbox });
      if (method !== 'GET') throw new TwilioError(20004);
      refuseTest(account);
      return listMessages(request, accountSid, outbox.list(accountSid), format);
    }
    refuseTest(account);
    const message = SID.test(sid) ? outbox.find(accountSid, sid) : null;
    if (!message) throw new TwilioError(20404, { path: request.path });
    if (feedback) return giveFeedback(request, message, format);
    switch (method) {
      case 'GET':
        return presentMessage(200, message, format);
      case 'POST':
        return update(request, message, format);
      case 'DELETE':
        if (!isFinished(message)) throw new TwilioError(20009);
        outbox.remove(message);
        return { status: 204, headers: [], body: '', refusal: null, messages: [] };
      default:
        throw new TwilioError(20004);
    }
  }

  function update(request: SimRequest, message: TwilioMessage, format: Format): Answer {
    const form = readUpdate(request);
    if (form.get('Status') === 'canceled') {
      if (!['accepted', 'scheduled', 'queued'].includes(message.status)) throw new TwilioError(20009);
      void outbox.move(message, 'canceled');
    }
    if (form.get('Body') === '') {
      message.body = '';
      message.updatedAt = parts.clock.now();
    }
    return presentMessage(200, message, format);
  }

  function giveFeedback(request: SimRequest, message: TwilioMessage, format: Format): Answer {
    if (request.method !== 'POST') throw new TwilioError(20004);
    message.feedback = readUpdate(request).get('Outcome') === 'unconfirmed' ? 'unconfirmed' : 'confirmed';
    const now = rfc2822(parts.clock.now());
    const uri = `${messagesPath(message.accountSid)}/${message.sid}/Feedback`;
    const { accountSid, sid, feedback } = message;
    if (format === 'xml') {
      const content = [
        element('AccountSid', accountSid),
        element('MessageSid', sid),
        element('Outcome', feedback),
        element('DateCreated', now),
        element('DateUpdated', now),
        element('Uri', uri),
      ];
      return xmlAnswer(200, `<MessageFeedback>${content.join('')}</MessageFeedback>`);
    }
    return jsonAnswer(200, {
      account_sid: accountSid,
      message_sid: sid,
      outcome: feedback,
      date_created: now,
      date_updated: now,
      uri: `${uri}.json`,
    });
  }

  /** Null: not Twilio's. */
  function handlerFor(path: string): Handler | null {
    if (!path.startsWith('/2010-04-01/')) return null;
    const format: Format = path.endsWith('.json') ? 'json' : 'xml';
    return (request, faults) => {
      try {
        return route(request, format, faults);
      } catch (error) {
        if (!(error instanceof TwilioError)) throw error;
        return presentError(error, format);
      }
    };
  }

  return { handlerFor, reset: () => outbox.clear() };
}

/** Test credentials create messages and do nothing else. */
function refuseTest(account: Account): void {
  if (account.kind === 'test') throw new TwilioError(20008);
}

function readUpdate(request: SimRequest): Map<string, string> {
  if (!isForm(request.header('content-type'))) return new Map();
  return new Map(readForm(request.body).map(({ name, value }): [string, string] => [name, utf8(value)]));
}
