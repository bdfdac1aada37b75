import { z } from 'zod';
import { FAULT_CHANNELS } from '../fault.ts';
import { type FaultRequest, type Faults, SIMULATOR_NAMES, type SimulatorName } from '../fault-desk.ts';
import { type Answer, answer, json } from '../http/answer.ts';
import type { SimRequest } from '../http/sim-request.ts';
import { isControl } from '../http/sim-request.ts';
import { CHAIN_NAMES, type ServedCertificates } from '../tls/chains.ts';
import { crossSiteRefusal } from './cross-site.ts';

/** The controls under `/_sim/`, on both HTTP listeners. They are not provider traffic and leave no record. */

export interface ControlParts {
  faults: Faults;
  certificates: ServedCertificates;
  pems: { rootPem: string; g2Pem: string; g3Pem(): Promise<string>; otherRootPem(): Promise<string> };
  vendorPaths: string[];
  reset(): void;
}

const INDEX = {
  'GET /_sim/': 'this page',
  'GET /_sim/faults': 'every scripted fault and the requests it hit',
  'POST /_sim/faults':
    'script one: {simulator | channel, code | status | hang | reset | slow | delay | truncate | garbage | chain, times?, to?, tag?}',
  'DELETE /_sim/faults': 'forget them; ?simulator= for one simulator alone, ?id= for one alone',
  'GET /_sim/timeline': 'what was scripted and what it hit',
  'GET /_sim/tls': 'the certificate chain being served',
  'POST /_sim/tls': 'serve another from the next connection on: {chain}',
  'GET /_sim/certificates/root.pem': 'also g2.pem, g3.pem, other-root.pem, and chain.pem as served now',
  'POST /_sim/reset': 'no faults, no messages, the right chain',
};

/** Null: the path is not a control's. */
export function controlRoutes(parts: ControlParts): (request: SimRequest) => Answer | Promise<Answer> | null {
  const names = SIMULATOR_NAMES;
  const faultRequest = z.looseObject({});
  const chainRequest = z.strictObject({ chain: z.enum(CHAIN_NAMES, `one of ${CHAIN_NAMES.join(', ')}`) });

  const routes: Record<string, (request: SimRequest) => Answer | Promise<Answer>> = {
    'GET /_sim': () =>
      json(200, {
        controls: INDEX,
        simulators: names,
        channels: FAULT_CHANNELS,
        vendorPaths: parts.vendorPaths,
      }),
    'GET /_sim/faults': () => json(200, { faults: parts.faults.list() }),
    'GET /_sim/timeline': () => json(200, { timeline: parts.faults.timeline() }),
    'POST /_sim/faults'(request) {
      const read = readBody(request, faultRequest);
      if ('refused' in read) return read.refused;
      try {
        return json(201, parts.faults.script(read.value as object as FaultRequest));
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        return refused(400, error.message.split('; '));
      }
    },
    'DELETE /_sim/faults'(request) {
      const query = new URLSearchParams(request.query);
      const [id, only] = [query.get('id'), query.get('simulator')];
      if (id !== null) {
        if (!parts.faults.remove(Number(id))) return refused(404, [`id: there is no fault ${id}`]);
        return json(200, { faults: parts.faults.list() });
      }
      if (only !== null && !names.includes(only as SimulatorName)) {
        return refused(400, [
          `simulator: ${JSON.stringify(only)} is not allowed: one of ${names.join(', ')}`,
        ]);
      }
      parts.faults.clear((only as SimulatorName | null) ?? undefined);
      return json(200, { faults: parts.faults.list() });
    },
    'GET /_sim/tls': () => json(200, { chain: parts.certificates.current, chains: CHAIN_NAMES }),
    'POST /_sim/tls'(request) {
      const read = readBody(request, chainRequest);
      if ('refused' in read) return read.refused;
      const { chain } = read.value;
      // Answered first: switching ends idle connections, and this one after its answer.
      return json(200, { chain, chains: CHAIN_NAMES }, { afterwards: () => parts.certificates.use(chain) });
    },
    'GET /_sim/certificates/root.pem': () => pemFile(parts.pems.rootPem),
    'GET /_sim/certificates/g2.pem': () => pemFile(parts.pems.g2Pem),
    'GET /_sim/certificates/g3.pem': async () => pemFile(await parts.pems.g3Pem()),
    'GET /_sim/certificates/other-root.pem': async () => pemFile(await parts.pems.otherRootPem()),
    async 'GET /_sim/certificates/chain.pem'(request) {
      const name = new URLSearchParams(request.query).get('name') ?? 'api.clickatell.com';
      return pemFile((await parts.certificates.pemFor(name)).cert);
    },
    'POST /_sim/reset': () => {
      parts.reset();
      return json(200, { reset: true });
    },
  };

  return (request) => {
    if (!isControl(request.path)) return null;
    const path = request.path.replace(/\/$/, '');
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const route = routes[`${method} ${path}`];
    if (route) {
      const foreign = method === 'GET' ? null : crossSiteRefusal(request);
      return foreign === null ? route(request) : refused(403, [foreign]);
    }
    const methods = Object.keys(routes).filter((known) => known.endsWith(` ${path}`));
    if (methods.length === 0) return refused(404, [`${request.path}: no such control`]);
    const allowed = methods.map((known) => known.split(' ')[0]).join(', ');
    const given = refused(405, [`${request.method} is not allowed: ${allowed}`]);
    return { ...given, headers: [...given.headers, ['Allow', allowed]] };
  };
}

function readBody<T>(request: SimRequest, schema: z.ZodType<T>): { value: T } | { refused: Answer } {
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch {
    return { refused: refused(400, ['body: is not JSON']) };
  }
  const read = schema.safeParse(body);
  if (read.success) return { value: read.data };
  const problems = read.error.issues.map((issue) => {
    const field = issue.path.join('.');
    const value = (body as Record<string, unknown> | null)?.[field];
    return field === ''
      ? `body: ${issue.message}`
      : `${field}: ${JSON.stringify(value)} is not allowed: ${issue.message}`;
  });
  return { refused: refused(400, problems) };
}

function refused(status: number, problems: string[]): Answer {
  return json(status, { error: problems.join('; '), problems, controls: INDEX });
}

function pemFile(pem: string): Answer {
  return answer(200, 'application/x-pem-file', pem);
}
