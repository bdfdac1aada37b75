/** The kinds of a fault in the order of the form; the first four take a value. */
export const FAULT_KINDS = [
  'code',
  'status',
  'delay',
  'slow',
  'hang',
  'reset',
  'truncate',
  'garbage',
  'chain',
] as const;

/** What was typed, for the form to be shown again as it was. */
export type FaultForm = Record<
  'whom' | 'kind' | 'value' | 'chain' | 'phase' | 'to' | 'tag' | 'times' | 'text' | 'accept',
  string
>;

export const EMPTY_FORM: FaultForm = {
  ...{ whom: 'twilio', kind: 'code', value: '', chain: '', phase: '', to: '', tag: '', times: '' },
  ...{ text: '', accept: '' },
};

export function readFaultForm(body: unknown): FaultForm {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const entries = Object.keys(EMPTY_FORM).map((name) => {
    const value = given[name];
    return [name, typeof value === 'string' ? value.trim() : ''];
  });
  return Object.fromEntries(entries) as FaultForm;
}

/** The fault that the form asks for; whether it makes sense is for the simulators to say. */
export function faultOfForm(form: FaultForm): object {
  const { whom, kind, value, chain, phase, to, tag, times, text, accept } = form;
  const isChannel = whom === 'sms' || whom === 'email';
  const words = kind === 'status' ? { body: text } : { text };
  return {
    ...(isChannel ? { channel: whom } : { simulator: whom }),
    [kind]: kindValue(kind, { value, chain }),
    ...(times !== '' && { times: times === 'all' ? times : numberOr(times) }),
    ...(to !== '' && { to }),
    ...(tag !== '' && { tag }),
    ...(phase !== '' && { phase }),
    ...(text !== '' && words),
    ...(accept !== '' && { accept: true }),
  };
}

function kindValue(kind: string, { value, chain }: { value: string; chain: string }): unknown {
  if (kind === 'code') return value;
  if (kind === 'chain') return chain;
  return ['status', 'delay', 'slow'].includes(kind) ? numberOr(value) : true;
}

/** What is no number stays as it was typed, so that the refusal can quote it. */
function numberOr(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
