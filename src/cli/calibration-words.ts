import type { Finding, Unexplained } from '../domain/comparison/calibration.ts';
import type { Place, Verdict } from '../domain/comparison/row.ts';

const PLACES: Record<Place, string> = {
  start: 'Request line',
  query: 'Parameter in the URL',
  header: 'Header',
  form: 'Parameter in the body',
  json: 'JSON member',
  body: 'Body',
  envelope: 'Envelope',
  mail: 'Header of the mail',
};

const VERDICTS: Record<Verdict, string> = {
  same: 'the same',
  different: 'another value',
  'only-theirs': 'only received',
  'only-ours': 'only ours',
  spelling: 'the same value, written differently',
  order: 'another order',
  ignored: 'may differ',
};

/** `Header User-Agent: only received (Java/1.8)`. */
export function differenceText({ place, name, verdict, theirs, ours }: Unexplained): string {
  const values =
    verdict === 'only-theirs'
      ? shown(theirs)
      : verdict === 'only-ours'
        ? shown(ours)
        : `${shown(theirs)}, ours ${shown(ours)}`;
  return `${PLACES[place]} ${name}: ${VERDICTS[verdict]} (${values})`;
}

export function undecidedText({ undecided }: Finding): string {
  switch (undecided) {
    case 'not-used':
      return 'this provider makes no use of it';
    case 'first-unknown':
      return 'a request before this one, without credentials, may not have been captured';
    default:
      return 'no request shows it';
  }
}

function shown(text: string | null): string {
  const value = text ?? '';
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}
