import type { Router } from 'express';
import type { InspectorParts } from './parts.ts';
import { readQuery } from './read-query.ts';
import { respond } from './respond.ts';
import { texts } from './texts.ts';

const MOST = 200;

/** `/recordings`: what real providers answered, and how our simulators differ from them. */
export function recordingPages(router: Router, { recorded }: InspectorParts): void {
  if (!recorded) return;

  router.get('/recordings', async (request, response) => {
    const base = request.baseUrl;
    const title = texts('inspector_recordings_title');
    const page = { view: 'recordings', title, section: 'requests', base } as const;
    respond(request, response, { ...page, watch: ['delivery'] }, { items: await recorded.list(MOST) });
  });

  router.get('/recordings/:id', async (request, response) => {
    const base = request.baseUrl;
    const model = await recorded.find(request.params.id);
    const title = texts('inspector_recording_title', { provider: model.recording.provider });
    respond(request, response, { view: 'recording', title, section: 'requests', watch: [], base }, model);
  });
}

/** The same for programs. */
export function recordingApi(router: Router, { recorded }: InspectorParts): void {
  router.get('/recordings', async (request, response) => {
    const { limit = MOST } = readQuery(request.query, ['limit'], { strict: true });
    response.json({ items: (await recorded?.list(limit)) ?? [] });
  });

  router.get('/recordings/:id', async (request, response, next) => {
    if (!recorded) return next();
    response.json(await recorded.find(request.params.id));
  });
}
