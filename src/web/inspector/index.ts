import express, { type Router } from 'express';
import { api } from './api.ts';
import { guardHost } from './guard-host.ts';
import { guardOrigin } from './guard-origin.ts';
import { createModels } from './models.ts';
import { pages } from './pages.ts';
import type { InspectorParts } from './parts.ts';
import { refusals } from './refusals.ts';
import { render } from './respond.ts';

export type { InspectorParts, LabInfo } from './parts.ts';

/** The lab: what was sent, what arrived, and why not. To be mounted at `/lab`; needs the application's views. */
export function inspectorRouter(parts: InspectorParts): Router {
  const router = express.Router();
  const models = createModels(parts);
  router.use(guardHost(parts.hosts ?? []), guardOrigin, (request, response, next) => {
    // Messages carry credentials; and forms must name their origin, which `no-referrer` would hide.
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin' });
    const base = request.baseUrl;
    response.locals.showError = ({ message, title }: { message: string; title: string }) =>
      render(request, response, { view: 'refused', title, section: 'refused', watch: [], base }, { message });
    next();
  });
  router.use('/api', api(parts, models));
  router.use(pages(parts, models));
  router.use(refusals);
  return router;
}
