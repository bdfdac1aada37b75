import { type Browser, chromium } from 'playwright-core';

/**
 * On Linux the browser inside the npm package, elsewhere an installed Chrome. Throws with the reason when there is
 * neither.
 */
export async function startBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') return chromium.launch({ channel: 'chrome' });
  // The package unpacks its shared libraries only where it believes to be on a bare machine.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}
