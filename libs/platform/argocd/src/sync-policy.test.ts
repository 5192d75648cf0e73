import { expect, test } from 'vitest';
import { type ApplicationSyncOptions, syncOptionList } from './sync-policy.ts';

test('options are written as Argo CD reads them', () => {
  expect(syncOptionList({ ServerSideApply: true, PrunePropagationPolicy: 'foreground' })).toEqual([
    'ServerSideApply=true',
    'PrunePropagationPolicy=foreground',
  ]);
});

test('misspelt options, values and illegal pairs do not compile', () => {
  // @ts-expect-error no such option
  syncOptionList({ ServerSideAply: true });
  // @ts-expect-error no such value
  syncOptionList({ PruneLast: 'tru' });
  // @ts-expect-error replacing and server-side apply exclude each other
  const pair: ApplicationSyncOptions = { Replace: true, ServerSideApply: true };
  expect(pair).toBeDefined();
});
