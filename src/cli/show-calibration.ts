import type { Calibrated } from './calibrate.ts';
import { differenceText, undecidedText } from './calibration-words.ts';
import { count, labelled, wrap } from './layout.ts';
import type { Output } from './output.ts';

/** What the requests tell about each setting, and what is left over. */
export function showCalibration(output: Output, { provider, captures, calibration }: Calibrated): void {
  const { findings, unexplained, before, after, compared, skipped } = calibration;
  output.write(output.paint('strong', wrap(provider.name)));
  output.write(
    wrap(
      `${count(compared.length, 'request')} compared. ${count(before, 'difference')} with the settings as they are, ${after} with these:`,
      '  ',
    ),
  );
  for (const finding of findings) {
    const { setting, value, decided, requests } = finding;
    const text = decided
      ? `${value}, observed in ${count(requests.length, 'request')}: ${numbers(requests)}`
      : `not decided: ${undecidedText(finding)}`;
    output.write(output.paint(decided ? 'good' : 'quiet', labelled(`  ${setting}`, text, 19)));
  }
  if (unexplained.length > 0) output.write(wrap('No setting explains:', '  '));
  for (const row of unexplained) {
    output.write(
      output.paint('doubt', wrap(`${differenceText(row)}, in ${numbers(row.requests)}`, '      ', '    ')),
    );
  }
  const reasons = {
    'not-http': 'is no HTTP request',
    'no-message': 'has no number and text that could be read',
    retry: 'is the same again, with the credentials that the answer had asked for',
  };
  for (const { request, why } of skipped) {
    output.write(output.paint('quiet', wrap(`Left out: ${request + 1} ${reasons[why]}.`, '  ')));
  }
  for (const [index, { source, at }] of captures.entries()) {
    output.write(
      output.paint('quiet', wrap(`${index + 1}: ${source}${at === null ? '' : `, ${at}`}`, '     ', '  ')),
    );
  }
  output.write('\n');
}

function numbers(requests: number[]): string {
  return requests.map((index) => index + 1).join(', ');
}
