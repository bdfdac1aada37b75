import { BoundedMap } from '../bounded-map.ts';
import { type Answer, answer } from '../http/answer.ts';
import { type FormField, isForm, readForm, utf8 } from '../http/form.ts';
import type { SimRequest } from '../http/sim-request.ts';
import { hex } from '../ports.ts';
import type { FaultTaker, Handler, VendorParts } from '../vendor.ts';
import type { ClickatellAccount } from './account.ts';
import { sendClassic } from './classic-send.ts';
import { ClickatellError } from './errors.ts';
import { readNumber } from './parameters.ts';

/**
 * Clickatell's classic HTTP API (archived documentation "HTTP/S API"; answers as quoted by its client libraries).
 * Every command by GET or POST form, with and without `.php`; errors come with HTTP 200.
 *
 *   GET /http/sendmsg?user=lab&password=lab-password&api_id=3591672&to=27999112345&text=Your+code&from=15556661212&mo=1
 *   ID: 205e85d0578314037a96175249fc6a2b
 */

const SESSION_MS = 15 * 60_000;
/** GUESS: what a voucher is worth; the one example of `token_pay` answers 605. */
const VOUCHER_CREDITS = 605;

export interface ClassicCall {
  request: SimRequest;
  /** By lower-case name; the body wins over the query. */
  parameters: Map<string, Buffer>;
  text(name: string): string | undefined;
  faults: FaultTaker;
}

type Command = (call: ClassicCall) => Answer;

export function createClassic(parts: VendorParts, account: ClickatellAccount) {
  const sessions = new BoundedMap<string, { usedAt: number }>(1000);
  const say = (body: string, more: Partial<Answer> = {}) =>
    answer(200, parts.choices.clickatellClassicContentType, body, more);

  const commands: Record<string, Command> = {
    auth() {
      const id = hex(parts.random, 16);
      sessions.set(id, { usedAt: parts.clock.now().getTime() });
      return say(`OK: ${id}`);
    },
    ping(call) {
      if (call.text('session_id') === undefined) throw new ClickatellError('005');
      return say('OK: ');
    },
    sendmsg: (call) => sendClassic(call, parts, account, say),
    querymsg(call) {
      const message = find(call);
      return say(`ID: ${message.id} Status: ${account.statusOf(message).code}`);
    },
    getmsgcharge(call) {
      const message = find(call);
      return say(
        `apiMsgId: ${message.id} charge: ${message.parts} status: ${account.statusOf(message).code}`,
      );
    },
    getbalance: () => say(`Credit: ${account.balance.toFixed(3)}`),
    delmsg(call) {
      const message = find(call);
      account.cancel(message);
      return say(`ID: ${message.id} Status: ${account.statusOf(message).code}`);
    },
    token_pay(call) {
      if (!/^\d{8,32}$/.test(call.text('token') ?? '')) throw new ClickatellError('101');
      account.credit(VOUCHER_CREDITS);
      return say(`OK: ${VOUCHER_CREDITS}`);
    },
    routecoverage(call) {
      try {
        readNumber(call.text('msisdn') ?? '', parts.loose);
      } catch {
        return say('ERR: This prefix is not currently supported. Messages sent to this prefix will fail.');
      }
      return say(
        'OK: This prefix is currently supported. Messages sent to this prefix will be routed. Charge: 1',
      );
    },
  };

  function find(call: ClassicCall) {
    return account.find({ id: call.text('apimsgid'), clientMessageId: call.text('climsgid') });
  }

  function authenticate(call: ClassicCall): void {
    const session = call.text('session_id');
    const now = parts.clock.now().getTime();
    if (session !== undefined) {
      const known = sessions.get(session);
      if (!known || now - known.usedAt > SESSION_MS) throw new ClickatellError('003');
      known.usedAt = now;
      return;
    }
    const { user, password, apiId } = parts.credentials.clickatell;
    const given = { user: call.text('user'), password: call.text('password'), apiId: call.text('api_id') };
    if (!given.user || !given.password) throw new ClickatellError('001');
    if (parts.loose) return;
    if (given.user !== user || given.password !== password) {
      throw new ClickatellError(parts.choices.clickatellWrongPassword);
    }
    if (given.apiId !== apiId) throw new ClickatellError('108');
  }

  /** Null: no such command. */
  function handlerFor(path: string): Handler | null {
    const match = /^\/(?:http\/|utils\/)?([A-Za-z_]+)(?:\.php)?$/.exec(path);
    const name = match?.[1]?.toLowerCase() ?? '';
    const bare = !/^\/(http|utils)\//.test(path);
    const inUtils = path.startsWith('/utils/');
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    // kannel's driver sends to /sendmsg itself when its send-url names no folder.
    if (!command || (bare && name !== 'sendmsg') || inUtils !== (name === 'routecoverage')) return null;
    return (request, faults) => {
      if (request.method !== 'GET' && request.method !== 'POST') {
        return answer(405, 'text/plain', 'Method Not Allowed\n', {
          headers: [
            ['Allow', 'GET, POST'],
            ['Content-Type', 'text/plain'],
          ],
          refusal: `HTTP 405: ${request.method} is not GET or POST`,
        });
      }
      const call = readCall(request, faults);
      try {
        authenticate(call);
        return command(call);
      } catch (error) {
        if (!(error instanceof ClickatellError)) throw error;
        return say(error.line, { refusal: error.line });
      }
    };
  }

  return { handlerFor, reset: () => sessions.clear() };
}

function readCall(request: SimRequest, faults: FaultTaker): ClassicCall {
  const fields: FormField[] = readForm(request.query);
  if (request.method === 'POST' && isForm(request.header('content-type')))
    fields.push(...readForm(request.body));
  const parameters = new Map(fields.map(({ name, value }) => [name.toLowerCase(), value]));
  return {
    request,
    parameters,
    faults,
    text(name) {
      const value = parameters.get(name);
      return value === undefined ? undefined : utf8(value);
    },
  };
}
