import { expect, test } from 'vitest';
import { originsOf, repositoryOf } from './origin.ts';
import { NOT_TRIED } from './simulated-images.ts';

const kinds = (image: string): string[] => originsOf(image).map(({ from }) => from);

test('an image is ours, made by a recipe, or simulated', () => {
  expect(kinds('localhost:5001/chimera/mytsdb:0a1b2c')).toEqual(['own']);
  expect(kinds('quay.io/prometheus/prometheus:v3.1.0')).toEqual(['recipe']);
  expect(kinds('grafana/grafana:7.5.5')).toEqual(['simulated']);
});

test('a recipe makes one version; a list entry stands for all; what nobody knows is simulated', () => {
  expect(kinds('quay.io/prometheus/prometheus:v3.1.1')).toEqual(['simulated']);
  expect(kinds('grafana/grafana:99')).toEqual(['simulated']);
  expect(originsOf('example.org/thing:1')).toEqual([
    { from: 'simulated', simulated: { repository: 'example.org/thing', ...NOT_TRIED } },
  ]);
});

test.each([
  ['redis', 'redis'],
  ['redis:8.6.4-alpine', 'redis'],
  ['localhost:5001/chimera/mytsdb', 'localhost:5001/chimera/mytsdb'],
  ['localhost:5001/chimera/mytsdb:1@sha256:00', 'localhost:5001/chimera/mytsdb'],
])('repository of %s', (image, repository) => {
  expect(repositoryOf(image)).toBe(repository);
});
