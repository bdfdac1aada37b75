import type { ErrorRequestHandler } from 'express';
import { AppError } from '../../domain/errors.ts';
import { UnexpectedMessage } from '../../services/unexpected-message.ts';
import { WaitTimeout } from '../../services/wait-timeout.ts';
import { presentMessage } from './present-message.ts';
import { InvalidParameter } from './read-query.ts';

/** Answers the three refusals that only the lab knows; the rest is the application's. */
export const refusals: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (error instanceof WaitTimeout) {
    return response.status(408).json({ error: { status: 408, message: error.message } });
  }
  if (error instanceof UnexpectedMessage) {
    const { credentials } = error.received;
    const received = presentMessage(error.received, credentials, request.baseUrl);
    return response.status(409).json({ error: { status: 409, message: error.message }, received });
  }
  if (!(error instanceof InvalidParameter)) return next(error);
  const { field, value = null, allowed, message } = error;
  if (request.accepts(['html', 'json']) !== 'json') return next(new AppError('invalid', message));
  response.status(400).json({ error: { status: 400, field, value, allowed, message } });
};
