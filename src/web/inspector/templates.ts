import type { Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import { previewTemplates } from '../../services/preview-templates.ts';
import type { InspectorParts } from './parts.ts';
import { respond } from './respond.ts';
import { texts } from './texts.ts';

/** `/templates`: each notification text beside what it becomes, with the newest guest's data. */
export function templatePages(router: Router, parts: InspectorParts): void {
  router.get('/templates', async (request, response) => {
    const base = request.baseUrl;
    const previews = await previewTemplates(parts);
    const { account } = previews;
    const model = {
      ...previews,
      account: account && { ...account, link: `${base}/accounts/${encodeURIComponent(account.id)}` },
      parts: previews.parts.map((part) => ({
        ...part,
        link: part.becomes === 'html' ? `${base}/templates/${encodeURIComponent(part.path)}/html` : null,
      })),
    };
    const page = {
      view: 'templates',
      title: texts('inspector_templates_title'),
      section: 'templates',
      base,
    } as const;
    respond(request, response, { ...page, watch: ['delivery'] }, model);
  });

  router.get('/templates/:path/html', async (request, response) => {
    const { parts: previews } = await previewTemplates(parts);
    const part = previews.find(({ path, becomes }) => path === request.params.path && becomes === 'html');
    if (part === undefined)
      throw new AppError(
        'not-found',
        texts('inspector_templates_no_html_error', { path: request.params.path }),
      );
    // As for the HTML part of a message: styles of its own, no scripts, no network.
    response.set(
      'Content-Security-Policy',
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    );
    response.type('html').send(part.rendered);
  });
}
