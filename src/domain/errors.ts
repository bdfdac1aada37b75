export type AppErrorCode = 'invalid' | 'not-found' | 'conflict' | 'unauthorized' | 'unsupported' | 'internal';

/** A refusal that its caller can act on. Anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string) {
    super(message);
    this.name = 'AppError';
    this.code = code;
  }
}

/** Closes a `switch` over a union: the compiler proves that nothing is left. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
