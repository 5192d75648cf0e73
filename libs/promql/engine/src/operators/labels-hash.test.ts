import { expect, test } from 'vitest';
import { labelsHash } from './labels-hash.ts';

/** The expected values were computed by Prometheus 3.14 (`labels.Labels.Hash`). */
test.each<[string[], bigint]>([
  [[], 17241709254077376921n],
  [['job', 'a'], 4540016329736305257n],
  [['__name__', 'odd_bucket', 'job', 'api', 'le', '+Inf'], 6245113716051129580n],
  [['__name__', 'x', 'instance', 'localhost:9090', 'job', 'prometheus', 'long', 'é'.repeat(200)], 3356020230277142006n],
])('%j hashes as in Prometheus', (labels, hash) => {
  expect(labelsHash(labels)).toBe(hash);
});
