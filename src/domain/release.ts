/** An ISE release: 1.4 patch 8 is `{ major: 1, minor: 4, patch: 8 }`; a release without patches has patch 0. */
export interface Release {
  major: number;
  minor: number;
  patch: number;
}

const SPELLINGS = /^\s*v?(\d{1,2})\.(\d{1,2})(?:\.\d+){0,2}\s*(?:[,\s-]*p(?:atch)?\s*(\d{1,3}))?\s*$/i;

/** Reads `1.4p8`, `2.0 patch 3`, `2.1`, `3.4`, `3.0.0.458 patch 2`; null for anything else. */
export function parseRelease(text: string): Release | null {
  const match = SPELLINGS.exec(text);
  if (!match) return null;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}

/** Cisco's short spelling, e.g. `1.4p8`. */
export function formatRelease({ major, minor, patch }: Release): string {
  return `${major}.${minor}${patch > 0 ? `p${patch}` : ''}`;
}

/** Negative when `a` came before `b`, counting patches of one release only against each other. */
export function compareReleases(a: Release, b: Release): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/**
 * ISE: HTTPS and POST to an SMS provider work from 1.4 patch 8, from 2.0 patch 3, and from 2.1 on; in between, a
 * release without its patch (1.4p7, 2.0, 2.0p2) cannot. Plain HTTP GET works from 1.3 on; 1.2 and below know SMTP only.
 */
export function capabilities(release: Release): { httpGet: boolean; httpsAndPost: boolean } {
  const at = (major: number, minor: number, patch: number) =>
    compareReleases(release, { major, minor, patch }) >= 0;
  const is = (major: number, minor: number) => release.major === major && release.minor === minor;
  return {
    httpGet: at(1, 3, 0),
    httpsAndPost: (is(1, 4) && release.patch >= 8) || (is(2, 0) && release.patch >= 3) || at(2, 1, 0),
  };
}

/** Why a provider cannot work in this release, or null when it can. */
export function releaseGate(
  release: Release,
  use: { protocol: 'smtp' } | { protocol: 'http'; secure: boolean; post: boolean },
): string | null {
  if (use.protocol === 'smtp') return null;
  const { httpGet, httpsAndPost } = capabilities(release);
  const name = `ISE ${formatRelease(release)}`;
  if (!httpGet) {
    return `SMS over HTTP is not functional in this release: ${name} sends SMS by SMTP only. Use an SMTP gateway, or a release from 1.3 on.`;
  }
  if (httpsAndPost || (!use.secure && !use.post)) return null;
  const what = [use.secure ? 'HTTPS' : '', use.post ? 'HTTP POST' : ''].filter(Boolean).join(' and ');
  return `${what} ${use.secure && use.post ? 'are' : 'is'} not functional in this release: ${name} sends SMS by email and by plain HTTP GET only. Works from 1.4 patch 8, 2.0 patch 3 and 2.1 on.`;
}
