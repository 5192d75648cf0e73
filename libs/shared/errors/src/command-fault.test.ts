import { parseArgs } from 'node:util';
import { expect, test } from 'vitest';
import { faultOf, isWrongUse } from './command-fault.ts';

function thrownBy(args: string[], allowPositionals: boolean): unknown {
  try {
    parseArgs({ args, allowPositionals, options: { cluster: { type: 'string' } } });
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test.each([
  [['--bogus'], false, "diff: Unknown option '--bogus'. Its flags: npm run diff -- --help"],
  [['--bogus'], true, "diff: Unknown option '--bogus'. Its flags: npm run diff -- --help"],
  [['--cluster'], true, "diff: Option '--cluster <value>' argument missing. Its flags: npm run diff -- --help"],
] as const)('wrong flags %j name the help', (args, allowPositionals, message) => {
  const thrown = thrownBy([...args], allowPositionals);
  expect(isWrongUse(thrown)).toBe(true);
  expect(faultOf('diff', thrown)).toBe(message);
});

test('other errors are said as they are', () => {
  expect(isWrongUse(new Error('no such file'))).toBe(false);
  expect(faultOf('diff', new Error('no such file'))).toBe('diff: no such file');
});
