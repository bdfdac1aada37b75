import type { Case } from '../domain/diagnosis.ts';
import { answerLines, answerOf } from './answer-of.ts';
import { clickatell } from './answers/clickatell.ts';
import { clickatellOneApi, clickatellPlatform } from './answers/clickatell-platform.ts';
import { httpStatusRules } from './answers/http-status.ts';
import type { AnswerTable } from './answers/row.ts';
import { telnyx } from './answers/telnyx.ts';
import { twilio } from './answers/twilio.ts';
import { vonage } from './answers/vonage.ts';
import { type Refusal, refusalsOf } from './refusals-of.ts';
import { httpOf, sentNumber, sentSender } from './request-of.ts';
import type { Family, Finding, Rule } from './rule.ts';
import { shownAddress } from './shown.ts';

/** Every code of every vendor that we know; a new code is a new row of its table. */
export const TABLES: AnswerTable[] = [
  clickatell,
  clickatellPlatform,
  clickatellOneApi,
  twilio,
  telnyx,
  vonage,
];

/** What the provider answered. */
export const answer: Family = {
  name: 'answer',
  rules: [...TABLES.flatMap(rulesOfTable), ...httpStatusRules],
};

function rulesOfTable(table: AnswerTable): Rule[] {
  const { prefix, source, rows, unknown } = table;
  const rule = (name: string, mine: (refusal: Refusal) => boolean, words: typeof unknown): Rule => ({
    name: `${prefix}-${name}`,
    source,
    find: (one) =>
      refusalsOf(one)
        .filter((refusal) => refusal.table === table && mine(refusal))
        .map((refusal) => finding(one, refusal, words)),
  });
  return [
    ...rows.map((row) => rule(row.code, (refusal) => refusal.row === row, row)),
    rule('error', ({ row }) => row === null, unknown),
  ];
}

function finding(
  one: Case,
  refusal: Refusal,
  { problem, remedy }: { problem: string; remedy: string },
): Finding {
  const answered = answerOf(one);
  const values: Record<string, string> = {
    to: refusal.to ?? sentNumber(one),
    from: sentSender(one) || '(none)',
    user: httpOf(one)?.httpsUsername || '(none)',
    url: shownAddress(httpOf(one)?.url ?? ''),
    said: refusal.said.replace(/\.$/, ''),
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return {
    certainty: 'cause',
    problem: fill(problem),
    remedy: fill(remedy),
    evidence: [`The provider said: ${refusal.said}`, ...(answered === null ? [] : answerLines(answered))],
  };
}
