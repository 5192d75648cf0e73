import { expect, test } from 'vitest';
import { ownImageInRegistry } from './import.ts';

test('our images get the name that kind-local renders; others keep theirs', () => {
  expect(ownImageInRegistry('docker.io/chimera/mytsdb:0a1b')).toBe('localhost:5001/chimera/mytsdb:0a1b');
  expect(ownImageInRegistry('docker.io/prom/pushgateway:v1.11.3')).toBeUndefined();
  expect(ownImageInRegistry('localhost/chimera/mytsdb:0a1b')).toBeUndefined();
});
