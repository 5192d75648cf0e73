import { expect, test } from 'vitest';
import { vaultConfig } from './vault-config.ts';

const storage = (replicas: 1 | 3) =>
  (vaultConfig({ replicas, dataPath: '/vault/data' }) as { storage: { raft: Record<string, unknown> } }).storage.raft;

test('a lone server joins nobody', () => {
  expect(storage(1)).toEqual({ path: '/vault/data' });
});

test('three peers name each other by the addresses of the headless Service', () => {
  expect(storage(3)['retry_join']).toEqual(
    [0, 1, 2].map((index) => ({
      leader_api_addr: `http://vault-${index}.vault-internal.vault.svc.cluster.local:8200`,
    })),
  );
});
