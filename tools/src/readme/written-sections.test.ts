import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRepo } from '../workspace.ts';
import { withoutTimes, writeSections } from './written-sections.ts';

test('README is what its sources give: npm run readme', { timeout: 120_000 }, () => {
  const readme = readFileSync(inRepo('README.md'), 'utf8');
  expect(withoutTimes(readme)).toBe(withoutTimes(writeSections(readme, inRepo('docs', 'measured'), 1)));
});

test('only times of the platform table do not count', () => {
  const text = (time: string, other: string) =>
    `${other}\n<!-- platform:begin -->\n| x | ${time} |\n<!-- platform:end -->\n`;
  expect(withoutTimes(text('12 ms', '1 ms'))).toBe(withoutTimes(text('9 ms', '1 ms')));
  expect(withoutTimes(text('12 ms', '1 ms'))).not.toBe(withoutTimes(text('12 ms', '2 ms')));
});
