import { type Answer, answer } from './answer.ts';
import type { ConnectionFacts, ConnectionParts, Exchange } from './connection-parts.ts';
import type { SimRequest } from './sim-request.ts';

/** The vendor's answer. One that came to the wrong port, and a bug of ours, are answered too. Never rejects. */
export async function respondTo(
  request: SimRequest,
  exchange: Exchange,
  { misdirected }: ConnectionFacts,
  parts: ConnectionParts,
): Promise<Answer> {
  if (misdirected !== null) {
    return answer(400, 'text/plain', `${misdirected}\n`, { refusal: misdirected, closes: true });
  }
  try {
    return await parts.respond(request, exchange);
  } catch (error) {
    const said = `The simulator failed: ${(error as Error).message}`;
    return answer(500, 'text/plain', `${said}\n`, { refusal: said });
  }
}
