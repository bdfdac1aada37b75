import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, type AppErrorCode } from '../domain/errors.ts';
import { createTexts } from '../texts/index.ts';

const texts = createTexts();

/** The only place that knows which HTTP status an error has. */
const STATUS: Record<AppErrorCode, number> = {
  invalid: 400,
  unauthorized: 403,
  'not-found': 404,
  conflict: 409,
  unsupported: 501,
  internal: 500,
};

/** No route took the request. */
export const notFound: RequestHandler = (_request, _response, next) => {
  next(new AppError('not-found', texts('own_no_page_error')));
};

/**
 * Turns whatever was thrown into one page or one JSON answer; a bug is logged whole and shown by its number only.
 * A part with a frame of its own sets `response.locals.showError`, which gets `{ status, message, title }`.
 */
export function errorHandler(log: (error: unknown, requestId: string) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const { status, message } = answerTo(error, log);
    response.status(status);
    if (request.accepts(['html', 'json']) === 'json') {
      response.json({ error: { status, message } });
    } else {
      const title = texts('ui_error_content_label');
      const show: unknown = response.locals.showError;
      if (typeof show === 'function') show({ status, message, title });
      else response.render('errors/error', { status, message, title });
    }
  };
}

function answerTo(
  error: unknown,
  log: (error: unknown, requestId: string) => void,
): { status: number; message: string } {
  if (error instanceof AppError && error.code !== 'internal') {
    return { status: STATUS[error.code], message: error.message };
  }
  const refused = statusOfRefusal(error);
  if (refused !== null) {
    const key = refused === 413 ? 'own_too_large_request_error' : 'own_unreadable_request_error';
    return { status: refused, message: texts(key) };
  }
  const requestId = randomUUID();
  log(error, requestId);
  return {
    status: STATUS.internal,
    message: texts('own_internal_error', { requestId }),
  };
}

/** Body parsers and the router throw errors that carry a 4xx status: the sender's mistake, not a bug. */
function statusOfRefusal(error: unknown): number | null {
  const status = error instanceof Error && 'status' in error ? error.status : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
