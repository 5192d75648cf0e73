import { expect, test } from 'vitest';
import { archiveName, fullName, spellings } from './image-name.ts';

test.each([
  ['busybox:1.37', 'docker.io/library/busybox:1.37'],
  ['prom/pushgateway:v1', 'docker.io/prom/pushgateway:v1'],
  ['localhost/a:1', 'localhost/a:1'],
  ['localhost:5001/chimera/a:1', 'localhost:5001/chimera/a:1'],
  ['quay.io/a/b:1', 'quay.io/a/b:1'],
])('containerd calls %s %s', (name, full) => {
  expect(fullName(name)).toBe(full);
  expect(spellings(full)).toContain(name);
});

test('an archive has one name, however its image is spelled', () => {
  expect(archiveName('prom/pushgateway:v1')).toBe('docker.io_prom_pushgateway_v1.tar');
  expect(archiveName('docker.io/prom/pushgateway:v1')).toBe('docker.io_prom_pushgateway_v1.tar');
  expect(archiveName('a@sha256:00')).not.toMatch(/[/:@]/);
});
