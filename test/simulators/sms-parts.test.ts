import assert from 'node:assert/strict';
import { countParts } from '../../src/simulators/sms-parts.ts';

describe('SMS parts', () => {
  const cases: [string, string, number][] = [
    ['nothing', '', 1],
    ['160 GSM characters', 'a'.repeat(160), 1],
    ['161 GSM characters', 'a'.repeat(161), 2],
    ['306 GSM characters', 'a'.repeat(306), 2],
    ['307 GSM characters', 'a'.repeat(307), 3],
    ['1600 GSM characters', 'a'.repeat(1600), 11],
    ['80 characters of the extension table', '€'.repeat(80), 1],
    ['81 characters of the extension table', '€'.repeat(81), 2],
    ['a septet pair on the border of a part', `${'a'.repeat(152)}€${'b'.repeat(152)}`, 3],
    ['70 UCS-2 units', 'ш'.repeat(70), 1],
    ['71 UCS-2 units', 'ш'.repeat(71), 2],
    ['134 UCS-2 units', 'ш'.repeat(134), 2],
    ['135 UCS-2 units', 'ш'.repeat(135), 3],
    ['35 emoji', '😀'.repeat(35), 1],
    ['36 emoji', '😀'.repeat(36), 2],
    ['a surrogate pair on the border of a part', `${'a'.repeat(66)}😀${'b'.repeat(66)}`, 3],
    ['a backtick, which GSM does not have', `\`${'a'.repeat(70)}`, 2],
    ['ß and Ç, which GSM has', `ßÇ${'a'.repeat(158)}`, 1],
    ['ç, which GSM does not have', `ç${'a'.repeat(70)}`, 2],
  ];
  for (const [what, text, parts] of cases) {
    it(`${what}: ${parts}`, () => assert.equal(countParts(text), parts));
  }
});
