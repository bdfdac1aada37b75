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
import { httpOf, sentNumber, sentSender, sentValue } from './request-of.ts';
import type { Family, Finding, Rule } from './rule.ts';
import { sentCredentials } from './sent-credentials.ts';
import { shownAddress } from './shown.ts';
import { vendorOf } from './vendor-of.ts';

/** Every code of every vendor that we know; a new code is a new row of its table. */
export const TABLES: AnswerTable[] = [
  clickatell,
  clickatellPlatform,
  clickatellOneApi,
  twilio,
  telnyx,
  vonage,
];

/** "There is no text": of an empty message that is plain, and says nothing against "Data". */
const NO_TEXT = new Set(['twilio-21602', 'twilio-21619', 'clickatell-107', 'clickatell-platform-107']);

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
    ...(NO_TEXT.has(`${prefix}-${name}`) ? { follows: ['empty-text'] } : {}),
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
    user: httpOf(one)?.httpsUsername || sentValue(one, ['user', 'username']) || '(none)',
    example: vendorOf(one) === 'clickatell-rest' ? REST_EXAMPLE : CLASSIC_EXAMPLE,
    url: shownAddress(httpOf(one)?.url ?? ''),
    said: refusal.said.replace(/\.$/, ''),
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  // To a request without credentials, "wrong password" says something else.
  const none = refusal.row?.about === 'credentials' && answered?.status === 401 && !sentCredentials(one);
  return {
    certainty: 'cause',
    problem: withCode(
      none ? `${refusal.table.vendor} got no credentials with this request.` : fill(problem),
      refusal,
    ),
    remedy: isGoodForm(refusal, values.to ?? '', remedy) ? ANOTHER_NUMBER : fill(remedy),
    evidence: [`The provider said: ${refusal.said}`, ...(answered === null ? [] : answerLines(answered))],
  };
}

const ANOTHER_NUMBER =
  'The form of the number is right: ask the guest for another one, as this one does not exist or takes no SMS.';

/** How to write a number helps nobody whose number is written so. */
function isGoodForm({ table, row }: Refusal, to: string, remedy: string): boolean {
  if (row?.about !== 'number' || !remedy.startsWith('Enter the number with')) return false;
  return (table === twilio || table === telnyx ? /^\+[1-9]\d{7,14}$/ : /^[1-9]\d{9,14}$/).test(to);
}

const CLASSIC_EXAMPLE =
  'http://api.clickatell.com/http/sendmsg?user=…&password=…&api_id=…&to=$mobilenumber$&text=';
const REST_EXAMPLE = 'https://api.clickatell.com/rest/message?from=…&x-version=1&mo=1&api_id=…';

/** A tester looks the code up, or reads it to the vendor's support: `… (Clickatell 301).` */
function withCode(problem: string, { table, row, said }: Refusal): string {
  const code = row?.code ?? /^\d+/.exec(said)?.[0];
  if (code === undefined || !/^\d+$/.test(code) || new RegExp(`\\b${code}\\b`).test(problem)) return problem;
  return problem.replace(/\.?$/, ` (${table.vendor} ${code}).`);
}
