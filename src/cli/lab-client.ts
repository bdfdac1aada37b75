import { AppError } from '../domain/errors.ts';

/**
 * Asks the API of a running lab. `url` is that of the emulator, with or without `/lab`. Throws `AppError` with the lab's
 * own words, or when nobody answers there.
 */
export async function askLab(
  url: string,
  path: string,
  { method = 'GET', body }: { method?: string; body?: string } = {},
): Promise<unknown> {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new AppError('invalid', `--url is "${url}"; it must be an address such as http://127.0.0.1:8080.`);
  }
  const base = url.replace(/\/+$/, '').replace(/\/lab$/, '');
  const headers =
    body === undefined ? {} : { 'Content-Type': 'application/json', Origin: new URL(base).origin };
  const answer = await fetch(`${base}/lab/api${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    throw new AppError(
      'not-found',
      `No emulator answers at ${base}${cause && ` (${cause})`}. Start one, or name it with --url.`,
    );
  });
  const text = await answer.text();
  const json: unknown = text.startsWith('{') ? JSON.parse(text) : null;
  if (answer.ok) return json;
  const said = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  throw new AppError(
    'invalid',
    said === undefined ? `${base} answered HTTP ${answer.status}.` : String(JSON.parse(`"${said}"`)),
  );
}
