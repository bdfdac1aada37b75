import type { Request, Response } from 'express';
import { Html, rich } from './rich.ts';
import { texts } from './texts.ts';
import { hexDump, milliseconds, time, visible } from './view-text.ts';

export interface Page {
  /** The template in `views/inspector/`. */
  view: string;
  title: string;
  /** Which entry of the menu is the current one. */
  section:
    | 'providers'
    | 'certificates'
    | 'faults'
    | 'templates'
    | 'overview'
    | 'deliveries'
    | 'messages'
    | 'phones'
    | 'mailboxes'
    | 'search'
    | 'requests'
    | 'accounts'
    | 'sessions'
    /** None: the request was refused. */
    | 'refused';
  /** The events that change this page: a type, or a type and an id. */
  watch: readonly string[];
  base: string;
}

/** One model, as a page for people and as JSON for programs, by what the request accepts. */
export function respond(request: Request, response: Response, page: Page, model: object): void {
  response.format({
    html: () => render(request, response, page, model),
    json: () => {
      response.json(model);
    },
  });
}

/** The page, whatever the request accepts. */
export function render(request: Request, response: Response, page: Page, model: object): void {
  const html = (text: string) => new Html(text);
  const tools = { t: texts, rich, html, visible, hexDump, time, milliseconds };
  // What was refused as a post may be no page to get.
  const isPage = page.section !== 'refused' || request.method === 'GET';
  const address = isPage ? request.originalUrl : page.base;
  response.render(`inspector/${page.view}`, { ...tools, page, model, address });
}

/** Serves exact bytes as a file. Never as a page: they may hold anything. */
export function respondBytes(response: Response, bytes: Uint8Array, name: string): void {
  response.set({
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${name.replace(/[^\w.-]+/g, '-')}"`,
  });
  response.end(bytes);
}
