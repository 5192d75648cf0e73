import { RenderError } from '@chimera/platform-kit';
import { expect, test, vi } from 'vitest';
import { complainOfRender } from './complain-of-render.ts';

const wrongUse = Object.assign(new Error("Unknown option '--bogus'"), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });

test.each([
  ['wrong flags', wrongUse, 2, /^diff: Unknown option '--bogus'\. Its flags: npm run diff -- --help$/],
  ['a refusal, in a line', new RenderError('invalid-name', 'no such cluster'), 1, /^diff: no such cluster$/],
  [
    'a mistake, with its stack and the type check',
    new TypeError('x is undefined'),
    1,
    /^TypeError: [^]* at [^]*npx tsc -b clusters$/,
  ],
])('%s', (_, thrown, code, said) => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(complainOfRender('diff', thrown)).toBe(code);
  expect(error.mock.calls).toEqual([[expect.stringMatching(said)]]);
  error.mockRestore();
});
