import { isSecretName, MASK } from './mask.ts';

/** Where a setting can carry a credential: in front of the value its name, behind it whatever ends it. */
const PLACES = [
  /** `https://user:secret@host` */
  /()(:\/\/[^\s/?#:@]*:)([^\s/?#@]+)(?=@)/g,
  /** `?password=secret&` */
  /(?<=^|[?&])([^=&?\s:"<>{}]+)(=)([^&#\s]+)/g,
  /** `"token": "secret"` */
  /(?<=")([^"\\]{1,80})("\s*:\s*")((?:[^"\\]|\\.)+)(?=")/g,
  /** `<password>secret</` */
  /(?<=<)([\w:.-]+)([^<>]*>)([^<]+)(?=<\/)/g,
  /** `password:secret`, a line of Clickatell's mail */
  /(?<=^)(\w+)(:[ \t]*)(\S[^\r\n]*)/gm,
];

/**
 * A setting as it may be shown: each credential that its name gives away is `********`. Variables (`$message$`) and
 * blanks (`{{key}}`) are none.
 */
export function hideSecrets(text: string): string {
  return replaceSecrets(text, () => MASK);
}

/**
 * What was typed over a setting that `hideSecrets` had shown, with the credentials of `stored` put back where their
 * `********` was left alone.
 */
export function restoreSecrets(text: string, stored: string): string {
  const kept = new Map<string, string[]>();
  replaceSecrets(stored, (value, name) => {
    kept.set(name, [...(kept.get(name) ?? []), value]);
    return value;
  });
  return replaceSecrets(text, (value, name) => (value === MASK ? (kept.get(name)?.shift() ?? value) : value));
}

function replaceSecrets(text: string, change: (value: string, name: string) => string): string {
  return PLACES.reduce(
    (done, place, index) =>
      done.replace(place, (whole, name: string, between: string, value: string) => {
        const isSecret = index === 0 || isSecretName(name);
        if (!isSecret || /\$\w+\$|\{\{\w+\}\}/.test(value)) return whole;
        return `${name}${between}${change(value, `${index} ${name}`)}`;
      }),
    text,
  );
}
