import { RenderError } from '@chimera/platform-kit';
import { expect, test } from 'vitest';
import { faultOfRender } from './fault-of-render.ts';

const wrongUse = Object.assign(new Error("Unknown option '--bogus'"), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });

test.each([
  ['wrong flags', wrongUse, /^diff: Unknown option '--bogus'\. Its flags: npm run diff -- --help$/],
  ['a refusal, in a line', new RenderError('invalid-name', 'no such cluster'), /^diff: no such cluster$/],
  [
    'a mistake, with its stack and the type check',
    new TypeError('x is undefined'),
    /^TypeError: [^]* at [^]*npx tsc -b clusters$/,
  ],
])('%s', (_, thrown, said) => {
  expect(faultOfRender('diff', thrown)).toMatch(said);
});
