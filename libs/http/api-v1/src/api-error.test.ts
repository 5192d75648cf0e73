import { QueryError } from '@chimera/promql-engine';
import { expect, test } from 'vitest';
import { toApiError } from './api-error.ts';

test.each([
  [
    'execution',
    'query processing would load too many samples into memory in query execution',
    'execution',
    'query_samples',
    /^query processing would load too many samples into memory in query execution\. .*--query-max-samples$/,
  ],
  ['timeout', 'query timed out in expression evaluation', 'timeout', null, /evaluation\. .*\(--query-timeout\)$/],
  ['execution', 'found duplicate series', 'execution', null, /^found duplicate series$/],
  ['bad_data', 'no such thing', 'bad_data', null, /^invalid parameter "query": no such thing$/],
] as const)('%s of the engine: %s', (type, said, apiType, limit, message) => {
  const error = toApiError(new QueryError(type, said));
  expect(error).toMatchObject({ type: apiType, limit, message: expect.stringMatching(message) });
});

test('what is unknown is our own fault', () => {
  expect(toApiError(new TypeError('x is null'))).toMatchObject({ type: 'internal', message: 'x is null' });
  expect(toApiError('text')).toMatchObject({ type: 'internal', message: 'text' });
});
