import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packOneLayerImage } from './one-layer-image.ts';

const LONG = `${'deep/'.repeat(30)}file-with-a-name-that-no-old-tar-header-holds`;
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'image-'));
  const root = join(home, 'root');
  mkdirSync(join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, LONG, '..'), { recursive: true });
  writeFileSync(join(root, 'bin', 'program'), 'x'.repeat(1_000));
  chmodSync(join(root, 'bin', 'program'), 0o755);
  writeFileSync(join(root, LONG), 'deep');
  symlinkSync('program', join(root, 'bin', 'link'));
  packOneLayerImage('prom/thing:1', root, join(home, 'image.tar'), { entrypoint: ['/bin/program'], user: '65534' });
  mkdirSync(join(home, 'layout'));
  execFileSync('tar', ['-xf', join(home, 'image.tar'), '-C', join(home, 'layout')]);
});
afterAll(() => rmSync(home, { recursive: true }));

const read = (path: string): Buffer => readFileSync(join(home, 'layout', path));
const json = (path: string) => JSON.parse(read(path).toString('utf8'));
const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

test('an OCI layout whose digests hold, named as containerd names it', () => {
  const { manifests } = json('index.json');
  expect(manifests[0].annotations['io.containerd.image.name']).toBe('docker.io/prom/thing:1');
  const manifest = json(blob(manifests[0].digest));
  for (const { digest, size } of [manifests[0], manifest.config, ...manifest.layers]) {
    const bytes = read(blob(digest));
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(digest);
    expect(bytes.length).toBe(size);
  }
  expect(json(blob(manifest.config.digest)).config).toMatchObject({ Entrypoint: ['/bin/program'], User: '65534' });
});

test('tar unpacks the layer to the same files: modes, links and long names', () => {
  const manifest = json(blob(json('index.json').manifests[0].digest));
  const unpacked = join(home, 'unpacked');
  mkdirSync(unpacked);
  execFileSync('tar', ['-xf', join(home, 'layout', blob(manifest.layers[0].digest)), '-C', unpacked]);
  expect(readFileSync(join(unpacked, 'bin', 'link'), 'utf8')).toBe('x'.repeat(1_000));
  expect(statSync(join(unpacked, 'bin', 'program')).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(unpacked, LONG), 'utf8')).toBe('deep');
});

test('the same folder gives the same bytes', () => {
  packOneLayerImage('prom/thing:1', join(home, 'root'), join(home, 'again.tar'), {
    entrypoint: ['/bin/program'],
    user: '65534',
  });
  expect(readFileSync(join(home, 'again.tar')).equals(readFileSync(join(home, 'image.tar')))).toBe(true);
});
