import { expect, test } from 'vitest';
import { KUBERNETES } from './kubernetes.ts';
import { nodeBase, supportMatrix } from './support-matrix.ts';
import { systems } from './systems.ts';

const row = (id: string) => supportMatrix.find((candidate) => candidate.id === id);

/** The version table of the first seed, as it is written there, by our identifier. */
const PINS = {
  'os-arch': 'amd64',
  alpine: '3.21',
  postgres: '16.7',
  spark: '3.5.4',
  python: '3.10',
  java: '17.0.12',
  redis: '7.4.0-v3',
  'redis-insight': '2.66.0',
  kong: '3.9.0',
  prometheus: '3.1.0',
  jaeger: '1.29.0',
  temporal: '1.26.2',
  'temporal-ui': '2.35.0',
  vault: '1.18.4',
  keycloak: '26.0',
  grafana: '7.5.5',
  flink: '1.20.1',
  'flink-kafka': '3.4.0',
  'flink-cdc': '3.3.0',
  opensearch: '1.3.20',
  superset: '1.3.2',
  otelcol: '0.38',
  trino: '471',
  datahub: '??',
  kafka: '3.7.2',
} as const;

test.each(Object.entries(PINS))('%s is pinned at %s, and that is what runs', (id, pin) => {
  expect(row(id)?.pinned).toBe(pin);
  const version = row(id)?.version ?? '';
  // A pin without a patch leaves the patch to us; `??` leaves everything.
  if (pin !== '??') expect(version === pin || version.startsWith(`${pin}.`)).toBe(true);
});

test('nothing else claims a pin, and each system stands once', () => {
  expect(
    supportMatrix
      .filter(({ pinned }) => pinned !== null)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(Object.keys(PINS).sort());
  expect(new Set(supportMatrix.map(({ id }) => id)).size).toBe(supportMatrix.length);
  // The platform's list has 82; what is new comes on top.
  expect(supportMatrix.length).toBeGreaterThanOrEqual(82);
});

test("an image's tag holds the version of its row, exactly, and never floats", () => {
  for (const { id, version, images } of supportMatrix) {
    for (const { repository, tag } of images) {
      expect(tag, repository).toMatch(/\d+\.\d+|^\d+$|^RELEASE\.\d{4}/);
      if (version === 'several' || repository === 'acryldata/datahub-actions') continue;
      // `17.0.12_7-jre-jammy`, `v3.1.0`, `RELEASE.2025-02-28T09-55-16Z`.
      const at = tag.indexOf(version);
      expect(at, `${id}: ${tag} has no ${version}`).toBeGreaterThanOrEqual(0);
      expect(tag.slice(at + version.length)).not.toMatch(/^[.\d]/);
    }
  }
});

test('what systems run is in the matrix, with the same evidence', () => {
  const known = new Map(
    [...supportMatrix.flatMap(({ images }) => images), nodeBase].map((image) => [
      `${image.repository}:${image.tag}`,
      image,
    ]),
  );
  for (const { name, images } of Object.values(systems)) {
    for (const image of Object.values(images)) {
      if (image.evidence === 'own') continue;
      const reference = `${image.repository}:${image.tag}`;
      expect(known.get(reference)?.evidence, `${name}: ${reference}`).toBe(image.evidence);
    }
  }
});

test("the kind node's image is that of the clusters' Kubernetes", () => {
  const node = row('kind')?.images[0];
  expect(`${node?.repository}:${node?.tag}`).toBe(KUBERNETES.kindNode);
  expect(row('kind')?.version.startsWith(`${KUBERNETES.minor}.`)).toBe(true);
  expect(node?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
});
