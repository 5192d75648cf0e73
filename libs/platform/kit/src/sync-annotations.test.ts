import { expect, test } from 'vitest';
import { type ObjectSyncOptions, syncHook, syncOptions, syncWave } from './sync-annotations.ts';

test.each<[ObjectSyncOptions, string]>([
  [{ prune: false, delete: false }, 'Prune=false,Delete=false'],
  [{ prune: 'confirm' }, 'Prune=confirm'],
  [{ prune: false, delete: false, serverSideApply: true }, 'Prune=false,Delete=false,ServerSideApply=true'],
  [{ replace: true, force: true }, 'ServerSideApply=false,Replace=true,Force=true'],
])('%j is written as %s', (options, text) => {
  expect(syncOptions(options)).toEqual({ 'argocd.argoproj.io/sync-options': text });
});

test('nothing asked for is no annotation', () => {
  expect(syncOptions({})).toEqual({});
});

test('illegal pairs and misspelt values do not compile, and a cast does not get past either', () => {
  // @ts-expect-error replacing and server-side apply exclude each other
  const pair: ObjectSyncOptions = { replace: true, serverSideApply: true };
  expect(() => syncOptions(pair)).toThrow('Replace=true and ServerSideApply=true exclude each other');
  // @ts-expect-error forcing is a way of replacing
  syncOptions({ force: true });
  // @ts-expect-error there is no such value
  syncOptions({ prune: 'never' });
  // @ts-expect-error there is no such option
  syncOptions({ pruneFirst: true });
  // @ts-expect-error there is no such phase
  syncHook('BeforeSync');
});

test('hooks and waves', () => {
  expect(syncHook('Sync')).toEqual({
    'argocd.argoproj.io/hook': 'Sync',
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  });
  expect(syncWave(-1)).toEqual({ 'argocd.argoproj.io/sync-wave': '-1' });
  expect(() => syncWave(0.5)).toThrow('a whole number; got 0.5');
});
