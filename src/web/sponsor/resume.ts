import { z } from 'zod';
import { posted } from '../guest/posted.ts';
import { editAgain } from './account.ts';
import type { Call, SponsorCall, SponsorContext } from './context.ts';
import { createAgain } from './create.ts';
import { type SentForm, sentForm } from './form.ts';

/** The forms worth keeping when their sponsor has to sign in first, and what shows them again. */
const FORMS = {
  '/createKnown.action': createAgain,
  '/createRandom.action': createAgain,
  '/importAccounts.action': createAgain,
  '/editGuest.action': editAgain,
} as const;

const kept = z.object({
  path: z.enum(Object.keys(FORMS) as (keyof typeof FORMS)[]),
  form: z.record(z.string(), z.string()),
});

/** What the sign-in page carries along of a form that came too late; empty when it was none. */
export function keptForm(call: Call): string {
  const again = posted(call.request, 'resume');
  if (again !== '') return again;
  const sent: SentForm = sentForm(call);
  return call.request.method === 'POST' && kept.safeParse(sent).success ? JSON.stringify(sent) : '';
}

/** Shows a form carried along as it was filled in; false when there is none. Nothing is done with it. */
export async function resume(context: SponsorContext, call: SponsorCall): Promise<boolean> {
  const read = kept.safeParse(parse(posted(call.request, 'resume')));
  if (!read.success) return false;
  await FORMS[read.data.path](context, call, read.data);
  return true;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
