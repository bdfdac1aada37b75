import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import { readTag, runTagged, TAG_HEADER } from '../domain/lab-tag.ts';
import { errorHandler, notFound } from './errors.ts';

const VIEWS = fileURLToPath(new URL('../../views', import.meta.url));
const STATIC = fileURLToPath(new URL('../../static', import.meta.url));

const JQUERY = fileURLToPath(import.meta.resolve('jquery/dist/jquery.min.js'));

export interface AppParts {
  /** Absent on the sponsor portal's own HTTPS listener, as on ISE. */
  guest?: Router;
  /** Absent on the guest portal's own HTTPS listener. */
  sponsor?: Router;
  /** Absent on the portals' own HTTPS listeners, as on ISE. */
  inspector?: Router;
  log(error: unknown, requestId: string): void;
}

/** The web application; it does not listen. */
export function createApp({ guest, sponsor, inspector, log }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('views', VIEWS);
  app.set('view engine', 'ejs');
  app.enable('view cache');

  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  // SEEN: ISE's pages carry jQuery; customised scripts, and programs that drive the page, call it.
  app.get('/static/jquery.js', (_request, response) => response.sendFile(JQUERY, { maxAge: '1h' }));
  app.use('/static', express.static(STATIC, { index: false, maxAge: '1h' }));
  app.use((_request, response, next) => {
    response.locals.cspNonce = randomBytes(16).toString('base64');
    next();
  });
  app.use(securityHeaders());
  app.use((request, _response, next) => runTagged(readTag(request.get(TAG_HEADER)), next));
  if (guest) app.use('/portal', guest);
  if (sponsor) app.use('/sponsorportal', sponsor);
  if (inspector) {
    app.use('/lab', inspector);
    app.get('/', (_request, response) => response.redirect('/lab'));
  } else if (sponsor) {
    app.get('/', (_request, response) => response.redirect('/sponsorportal/PortalSetup.action'));
  }
  app.use(notFound);
  app.use(errorHandler(log));
  return app;
}

/** No HSTS: the lab's certificate is self-made, and `localhost` is shared with other programs of the machine. */
function securityHeaders() {
  return helmet({
    strictTransportSecurity: false,
    // The frame of a mail carries a policy of its own and no such header; a browser warns of the mixture.
    originAgentCluster: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response)}'`],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
  });
}

function nonceOf(response: unknown): string {
  const locals = (response as { locals?: { cspNonce?: unknown } }).locals;
  return typeof locals?.cspNonce === 'string' ? locals.cspNonce : '';
}
