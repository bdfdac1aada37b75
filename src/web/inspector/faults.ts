import express, { type Request, type Response, type Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { FaultDesk, FaultEvent, ScriptedFault } from '../../domain/scripted-fault.ts';
import type { InspectorParts } from './parts.ts';
import { EMPTY_FORM, FAULT_KINDS, type FaultForm, faultOfForm, readFaultForm } from './read-fault-form.ts';
import { respond } from './respond.ts';
import { texts } from './texts.ts';

const LONGEST_BODY = '64kb';

/** `/faults`: a form that scripts one, those that are scripted, and the time line of what they hit. */
export function faultPages(router: Router, parts: InspectorParts): void {
  const show = (request: Request, response: Response, form: FaultForm, refusal: string | null) => {
    const base = request.baseUrl;
    const title = texts('inspector_faults_title');
    const page = { view: 'faults', title, section: 'faults', base } as const;
    respond(
      request,
      response,
      { ...page, watch: ['request'] },
      { ...modelOf(deskOf(parts), base), form, refusal },
    );
  };

  router.get('/faults', (request, response) => show(request, response, EMPTY_FORM, null));

  router.post(
    '/faults',
    express.urlencoded({ extended: false, limit: LONGEST_BODY }),
    (request, response) => {
      const form = readFaultForm(request.body);
      const refusal = refusalOf(() => deskOf(parts).script(faultOfForm(form)));
      if (refusal === null) return response.redirect(303, `${request.baseUrl}/faults`);
      response.status(400);
      return show(request, response, form, refusal);
    },
  );

  router.post('/faults/:id/remove', (request, response) => {
    removeFault(deskOf(parts), request.params.id);
    response.redirect(303, `${request.baseUrl}/faults`);
  });

  router.post('/faults/clear', (request, response) => {
    deskOf(parts).clear();
    response.redirect(303, `${request.baseUrl}/faults`);
  });
}

/** The same for programs. */
export function faultApi(router: Router, parts: InspectorParts): void {
  const base = (request: Request<object>) => request.baseUrl.replace(/\/api$/, '');

  router.use('/faults', express.json({ limit: LONGEST_BODY }));

  router.get('/faults', (request, response) => {
    response.json({ items: modelOf(deskOf(parts), base(request)).faults });
  });

  router.post('/faults', (request, response) => {
    let made: ScriptedFault | null = null;
    const refusal = refusalOf(() => {
      made = deskOf(parts).script(request.body);
    });
    if (refusal === null && made) return response.status(201).json(presentFault(made, base(request)));
    return response.status(400).json({ error: { status: 400, message: refusal } });
  });

  router.get('/faults/timeline', (request, response) => {
    response.json({ items: modelOf(deskOf(parts), base(request)).timeline });
  });

  router.post('/faults/:id/remove', (request, response) => {
    removeFault(deskOf(parts), request.params.id);
    response.json({ removed: true });
  });
}

function deskOf({ faults }: InspectorParts): FaultDesk {
  if (!faults) throw new AppError('unsupported', texts('inspector_faults_none_error'));
  return faults;
}

/** Why it cannot be scripted, in the simulators' words; null when it was. */
function refusalOf(script: () => unknown): string | null {
  try {
    script();
    return null;
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

function removeFault(desk: FaultDesk, id: string): void {
  if (!desk.remove(Number(id))) {
    throw new AppError('not-found', texts('inspector_no_fault_error', { id }));
  }
}

/** Newest first, unlike the desk: a page begins with what is new. */
function modelOf(desk: FaultDesk, base: string) {
  const { choices } = desk;
  return {
    faults: desk
      .list()
      .toReversed()
      .map((fault) => presentFault(fault, base)),
    timeline: desk
      .timeline()
      .toReversed()
      .map((event) => presentEvent(event, base)),
    choices: { whom: [...choices.simulators, 'sms', 'email'], kinds: FAULT_KINDS, ...choices },
  };
}

function presentFault(
  { id, simulator, channel, fault, sentence, remaining, hits }: ScriptedFault,
  base: string,
) {
  return {
    ...{ id, simulator, channel, fault, sentence, remaining },
    hits: hits.map((hit) => ({ ...hit, link: linkOf(hit.requestId, base) })),
    links: { remove: `${base}/faults/${id}/remove` },
  };
}

function presentEvent(event: FaultEvent, base: string) {
  return { ...event, link: linkOf(event.requestId, base) };
}

function linkOf(requestId: string | null, base: string): string | null {
  return requestId === null ? null : `${base}/requests/${encodeURIComponent(requestId)}`;
}
