import { sameRecipient } from '../faults.ts';
import { type Answer, json } from '../http/answer.ts';
import { readForm, utf8 } from '../http/form.ts';
import type { SimRequest } from '../http/sim-request.ts';
import type { NewMessage } from '../ports.ts';
import type { FaultTaker, Handler, VendorParts } from '../vendor.ts';
import { type ClickatellAccount, smsFrom } from './account.ts';
import { ClickatellError, scriptedError } from './errors.ts';
import { readNumber } from './parameters.ts';
import { type RestMembers, readRestMembers, readRestMessage } from './rest-message.ts';

/**
 * Clickatell's REST API of `api.clickatell.com/rest` (archived documentation; captures of a 202, a 400 and a 401).
 *
 *   POST /rest/message  Authorization: Bearer <token>, X-Version: 1, Content-Type: application/json
 *   {"text":"hello, world!","to":["27999112345"]}
 *   202 {"data":{"message":[{"accepted":true,"to":"27999112345","apiMessageId":"2249157aa12e410398ce8e72f6108a36"}]}}
 */

const SERVER: [string, string] = ['Server', 'Apache'];

export function createRest(parts: VendorParts, account: ClickatellAccount) {
  function authenticate(request: SimRequest, query: RestMembers): void {
    const given = request.header('authorization') ?? '';
    const bearer = /^Bearer +(\S+)$/i.exec(given)?.[1];
    const token = bearer ?? (parts.choices.clickatellRestBareToken ? given : '');
    const accepted = parts.loose ? token !== '' : token === parts.credentials.clickatell.token;
    if (!accepted) throw new ClickatellError('001');
    // ISE: Cisco's URL carries x-version in the query.
    const version = request.header('x-version') ?? query['x-version'];
    if (version !== '1' && !parts.loose) throw new ClickatellError('101');
  }

  function send(request: SimRequest, faults: FaultTaker, query: RestMembers): Answer {
    const members = readRestMembers(request, query, parts.loose);
    const recipients = Array.isArray(members.to) ? members.to.map(String) : [];
    const struck = faults.take(recipients);
    if (struck.answer) return struck.answer;
    const scripted = struck.code ? scriptedError(struck.code, parts.clock.now()) : null;
    const scriptedFor = struck.code?.to ?? null;
    if (scripted?.requestLevel) throw scripted;

    const message = readRestMessage(members, parts);
    const errors: ClickatellError[] = [];
    const messages: NewMessage[] = [];
    const rows = message.to.map((to) => {
      try {
        if (scripted && (scriptedFor === null || sameRecipient(scriptedFor, to))) throw scripted;
        if (message.error) throw message.error;
        const number = readNumber(to, parts.loose);
        const sent = account.accept(message);
        messages.push(
          smsFrom('clickatell-rest', { to: number, from: message.from, text: message.text, id: sent.id }),
        );
        return { accepted: true, to, apiMessageId: sent.id };
      } catch (error) {
        if (!(error instanceof ClickatellError)) throw error;
        errors.push(error);
        return { accepted: false, to, apiMessageId: '', error: errorBody(error) };
      }
    });
    const status = errors.length === 0 ? 202 : messages.length > 0 ? 207 : (errors[0]?.status ?? 400);
    const refusal =
      errors.length === 0 ? null : errors.map((error) => `${error.code} ${error.message}`).join('; ');
    return rest(status, { data: { message: rows } }, { messages, refusal });
  }

  function show(id: string | undefined, clientMessageId: string | undefined, cancels: boolean): Answer {
    const message = account.find({ id, clientMessageId });
    if (cancels) account.cancel(message);
    const status = account.statusOf(message);
    return rest(200, {
      data: {
        charge: message.parts,
        messageStatus: status.code,
        description: status.text,
        apiMessageId: message.id,
        clientMessageId: message.clientMessageId,
      },
    });
  }

  function route(request: SimRequest, faults: FaultTaker, query: RestMembers): Answer | null {
    const { method, path } = request;
    const [, resource = '', id] =
      /^\/rest\/(message|account\/balance|coverage)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
    switch (resource) {
      case 'message':
        if (id === undefined && method === 'POST') return send(request, faults, query);
        if (id === undefined && method === 'GET') return show(undefined, query.clientMessageId, false);
        if (id !== undefined && (method === 'GET' || method === 'DELETE')) {
          return show(id, undefined, method === 'DELETE');
        }
        return notAllowed(method, id === undefined ? 'GET, POST' : 'GET, DELETE');
      case 'account/balance':
        if (id !== undefined) return null;
        if (method !== 'GET') return notAllowed(method, 'GET');
        return rest(200, { data: { balance: account.balance.toFixed(3) } });
      case 'coverage':
        if (id === undefined) return null;
        if (method !== 'GET') return notAllowed(method, 'GET');
        return rest(200, { data: coverage(id) });
      default:
        return null;
    }
  }

  function coverage(number: string) {
    try {
      const destination = readNumber(decodeURIComponent(number), parts.loose);
      return { routable: true, destination, minimumCharge: 1 };
    } catch {
      return { routable: false, destination: number };
    }
  }

  function handlerFor(path: string): Handler | null {
    if (!/^\/rest\/(message(\/[^/]+)?|account\/balance|coverage\/[^/]+)\/?$/.test(path)) return null;
    return (request, faults) => {
      try {
        const query = readQuery(request);
        authenticate(request, query);
        return route(request, faults, query) ?? notAllowed(request.method, 'GET');
      } catch (error) {
        if (!(error instanceof ClickatellError)) throw error;
        return rest(error.status, { error: errorBody(error) }, { refusal: `${error.code} ${error.message}` });
      }
    };
  }

  return { handlerFor };
}

function readQuery(request: SimRequest): RestMembers {
  const members: RestMembers = {};
  for (const { name, value } of readForm(request.query)) {
    members[name.toLowerCase() === 'x-version' ? 'x-version' : name] = utf8(value);
  }
  return members;
}

/** SEEN: a 400 closes the connection. */
function rest(status: number, body: unknown, more: Partial<Answer> = {}): Answer {
  const given = json(status, body, { closes: status === 400, ...more });
  return { ...given, headers: [SERVER, ...given.headers] };
}

/** GUESS: the body; the documentation gives the status alone. */
function notAllowed(method: string, allowed: string): Answer {
  const given = rest(
    405,
    { error: errorBody(new ClickatellError('101')) },
    { refusal: `HTTP 405: ${method}` },
  );
  return { ...given, headers: [...given.headers, ['Allow', allowed]] };
}

function errorBody(error: ClickatellError) {
  return {
    code: error.code,
    description: error.message,
    documentation: `http://www.clickatell.com/help/apidocs/error/${error.code}.htm`,
  };
}
