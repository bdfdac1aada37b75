import type { Account } from './account.ts';
import type { Portal } from './portal.ts';

/**
 * What a signed-in guest still has to pass, in order. "What happens after AUP?" is answered by the row below it whose
 * condition holds. A row per page: its condition, its view, and the address its form is posted to.
 */
export const STEPS = [
  { name: 'aup', when: aupIsDue, view: 'guest/aup', submit: 'AupSubmit.action?from=AUP' },
  {
    name: 'banner',
    when: bannerIsOn,
    view: 'guest/banner',
    submit: 'Continue.action?from=POST_ACCESS_BANNER',
  },
  { name: 'success', when: always, view: 'guest/success', submit: 'DoCoA.action' },
] as const satisfies readonly Step[];

export interface Step {
  name: string;
  when(situation: Situation): boolean;
  view: string;
  submit: string;
}

export type StepName = (typeof STEPS)[number]['name'];

export interface Situation {
  portal: Portal;
  account: Account;
  now: Date;
}

/** The next page for a guest who has just passed `after`. The last row always holds. */
export function nextStep(after: 'login' | StepName, situation: Situation): StepName {
  const passed = after === 'login' ? 0 : STEPS.findIndex((step) => step.name === after) + 1;
  return STEPS.slice(passed).find((step) => step.when(situation))?.name ?? 'success';
}

export function stepNamed(name: StepName): Step {
  const step = STEPS.find((one) => one.name === name);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
}

/** ISE: `displayFrequency` of the AUP settings. */
function aupIsDue({ portal, account, now }: Situation): boolean {
  const settings = portal.settings.aupSettings;
  if (!settings.includeAup) return false;
  if (account.aupAcceptedAt === null || settings.displayFrequency === 'EVERYLOGIN') return true;
  if (settings.displayFrequency === 'FIRSTLOGIN') return false;
  const age = now.getTime() - Date.parse(account.aupAcceptedAt);
  return age >= settings.displayFrequencyIntervalDays * 86_400_000;
}

function bannerIsOn({ portal }: Situation): boolean {
  return portal.settings.postAccessBannerSettings.includePostAccessBanner;
}

function always(): boolean {
  return true;
}
