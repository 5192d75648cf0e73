import { labelsFrom } from '@chimera/tsdb-model';
import { expect, test } from 'vitest';
import { dropMetadataLabels, withoutName } from './drop-name.ts';
import { DEFAULT_ENGINE_OPTIONS } from './options.ts';

const labels = labelsFrom({ __name__: 'up', __type__: 'gauge', __unit__: 'ratio', job: 'a' });

test('name, type and unit go together', () => {
  expect(dropMetadataLabels(labels)).toEqual(['job', 'a']);
});

test('labels without any of them are passed on as they are', () => {
  const plain = labelsFrom({ job: 'a' });
  expect(dropMetadataLabels(plain)).toBe(plain);
});

test('with delayed removal the labels stay and the series is marked', () => {
  const delayed = { ...DEFAULT_ENGINE_OPTIONS, delayedNameRemoval: true };
  expect(withoutName({ labels, dropName: false }, delayed)).toEqual({ labels, dropName: true });
  expect(withoutName({ labels, dropName: false }, DEFAULT_ENGINE_OPTIONS)).toEqual({
    labels: ['job', 'a'],
    dropName: false,
  });
});
