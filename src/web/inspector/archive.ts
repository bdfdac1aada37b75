import express, { type Request, type Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { LabArchives } from '../../services/lab-archive.ts';
import type { InspectorParts } from './parts.ts';
import { readQuery } from './read-query.ts';
import { readUpload } from './read-upload.ts';
import { respondBytes } from './respond.ts';
import { texts } from './texts.ts';

const LARGEST = '64mb';

/** `/export` gives the whole lab as a file, `/import` takes one. */
export function archivePages(router: Router, parts: InspectorParts): void {
  exportRoute(router, parts, false);

  router.post(
    '/import',
    express.raw({ type: 'multipart/form-data', limit: LARGEST }),
    async (request, response) => {
      const body: unknown = request.body;
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      const upload = readUpload(request.get('content-type') ?? '', bytes);
      const file = upload.find(({ name }) => name === 'file')?.bytes.toString('utf8') ?? '';
      if (file === '') throw new AppError('invalid', texts('inspector_import_no_file_error'));
      await archivesOf(parts).import(parsed(file), {
        replace: upload.some(({ name }) => name === 'replace'),
      });
      response.redirect(303, request.baseUrl || '/');
    },
  );
}

/** The same for programs. */
export function archiveApi(router: Router, parts: InspectorParts): void {
  exportRoute(router, parts, true);

  router.get('/import', async (_request, response) => {
    response.json({ origin: (await parts.archives?.origin()) ?? null });
  });

  router.use('/import', express.text({ type: () => true, limit: LARGEST }));

  router.post('/import', async (request, response) => {
    const { replace } = readQuery(request.query, ['replace'], { strict: true });
    const body: unknown = request.body;
    const json = parsed(typeof body === 'string' ? body : '');
    response.json({ origin: await archivesOf(parts).import(json, { replace: replace === '1' }) });
  });
}

function exportRoute(router: Router, parts: InspectorParts, strict: boolean): void {
  router.get('/export', async (request: Request, response) => {
    const query = readQuery(request.query, ['texts'], { strict });
    const archive = await archivesOf(parts).export({ keepTexts: query.texts === 'keep' });
    const day = archive.origin.exportedAt.slice(0, 16).replace(/[-:]/g, '');
    respondBytes(response, Buffer.from(`${JSON.stringify(archive, null, 1)}\n`), `lab-${day}.json`);
  });
}

function archivesOf({ archives }: InspectorParts): LabArchives {
  if (archives) return archives;
  throw new AppError('unsupported', texts('inspector_import_none_error'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new AppError('invalid', texts('inspector_import_no_json_error', { reason }));
  }
}
