import type { Case, Diagnosis } from '../domain/diagnosis.ts';

/** One thing that goes wrong. To add one, write it into its family's file; nothing else needs to know. */
export interface Rule {
  /** Stable, unique among all families, kebab-case, named for the fault. */
  name: string;
  /** How we know: the vendor's document, an observation, or that it is assumed. */
  source: string;
  /** Rules whose fault brings this one about: beside one of them it would be noise, and is not told. */
  follows?: string[];
  /** True when the fault harms a message that the provider took: about such a one only these rules speak. */
  afterYes?: boolean;
  /** The fault, or faults, with the guilty value in each sentence; null when there is none. Pure, never throws. */
  find(one: Case): Finding | Finding[] | null;
}

export type Finding = Omit<Diagnosis, 'rule'>;

/** The rules about one step on a message's way. */
export interface Family {
  name: string;
  rules: Rule[];
}
