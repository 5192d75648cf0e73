import { expect, test, vi } from 'vitest';
import { complain } from './complain.ts';

const wrongUse = Object.assign(new Error("Unknown option '--bogus'"), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });

test('wrong flags end with 2, all else with 1; both are said once', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect([complain('diff', wrongUse), complain('diff', new Error('no such file'))]).toEqual([2, 1]);
  expect(said).toHaveBeenCalledTimes(2);
  said.mockRestore();
});
