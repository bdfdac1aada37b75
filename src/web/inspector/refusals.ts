import type { ErrorRequestHandler } from 'express';
import { AppError } from '../../domain/errors.ts';
import { WaitTimeout } from '../../services/wait-timeout.ts';
import { InvalidParameter } from './read-query.ts';

/** Answers the two refusals that only the lab knows; the rest is the application's. */
export const refusals: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (error instanceof WaitTimeout) {
    return response.status(408).json({ error: { status: 408, message: error.message } });
  }
  if (!(error instanceof InvalidParameter)) return next(error);
  const { field, value = null, allowed, message } = error;
  if (request.accepts(['html', 'json']) !== 'json') return next(new AppError('invalid', message));
  response.status(400).json({ error: { status: 400, field, value, allowed, message } });
};
