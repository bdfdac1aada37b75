/** An option of the library that cannot be used, as `ConfigError` tells it. */
interface OptionMistake {
  file: string;
  path: string;
  value: unknown;
  allowed: string;
}

const OPTIONS = [
  'providers',
  'portal',
  'release',
  'data',
  'host',
  'ports',
  'live',
  'loose',
  'clock',
  'random',
  'env',
];
const PORTS = ['http', 'https', 'sponsor', 'simHttp', 'simHttps', 'smtp'];

/**
 * What is wrong with those options that TypeScript would have caught but that come from JavaScript, or that no type can
 * express. The other options are checked where they are read.
 */
export function optionMistakes(options: Record<string, unknown>): OptionMistake[] {
  const mistakes: OptionMistake[] = [];
  const check = (name: string, isRight: (value: unknown) => boolean, allowed: string) => {
    const value = options[name];
    if (value === undefined || isRight(value)) return;
    mistakes.push({ file: `the ${name} option`, path: '', value: shown(value), allowed });
  };
  for (const [name, value] of Object.entries(options)) {
    if (OPTIONS.includes(name)) continue;
    const allowed = `left out: there are ${OPTIONS.join(', ')}`;
    mistakes.push({ file: `the ${name} option`, path: '', value: shown(value), allowed });
  }
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isBoolean = (value: unknown) => typeof value === 'boolean';
  check('host', isText, 'an address to listen on, such as 127.0.0.1');
  check('live', isBoolean, 'true or false');
  check('loose', isBoolean, 'true or false');
  check(
    'clock',
    isClock,
    'a date, a function that tells the date or the milliseconds, or an object with such a now()',
  );
  check(
    'random',
    (value) => ['string', 'number', 'function'].includes(typeof value),
    'a seed (a text or a number), or a function like Math.random',
  );
  check('ports', isObject, `an object with any of ${PORTS.join(', ')}`);
  if (isObject(options.ports)) mistakes.push(...portMistakes(options.ports));
  return mistakes;
}

function portMistakes(ports: Record<string, unknown>): OptionMistake[] {
  return Object.entries(ports).flatMap(([path, value]) => {
    const file = 'the ports option';
    if (!PORTS.includes(path))
      return [{ file, path, value, allowed: `left out: there are ${PORTS.join(', ')}` }];
    if (value === undefined) return [];
    const isPort = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;
    return isPort ? [] : [{ file, path, value, allowed: 'a whole number from 0 (a free one) to 65535' }];
  });
}

function isClock(value: unknown): boolean {
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return typeof value === 'function' || (isObject(value) && typeof value.now === 'function');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON shows neither of these as what it is. */
function shown(value: unknown): unknown {
  return value instanceof Date || typeof value === 'number' ? String(value) : value;
}
