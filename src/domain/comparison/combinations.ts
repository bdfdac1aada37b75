import {
  CALIBRATED,
  type CalibratedSetting,
  type Combination,
  type SettingValue,
  VALUES,
} from './calibration.ts';

/** All combinations of the settings; `waits` says whether `preemptiveAuth` may be tried at all. */
export function allCombinations(waits: boolean): Combination[] {
  const grown = CALIBRATED.reduce<Partial<Combination>[]>(
    (rest, setting) => {
      const values: readonly SettingValue[] =
        setting === 'preemptiveAuth' && !waits ? [true] : VALUES[setting];
      return rest.flatMap((one) => values.map((value) => ({ ...one, [setting]: value })));
    },
    [{}],
  );
  return grown as Combination[];
}

/** The one that changes least of what is set now. */
export function nearest(combinations: Combination[], now: Combination): Combination {
  const changes = (one: Combination) => CALIBRATED.filter((setting) => one[setting] !== now[setting]).length;
  return combinations.reduce((best, one) => (changes(one) < changes(best) ? one : best));
}

export function valuesOf(combinations: Combination[], setting: CalibratedSetting): Set<SettingValue> {
  return new Set(combinations.map((one) => one[setting]));
}
