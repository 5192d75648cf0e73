import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examine, formatFindings, isAtLeast } from './doctor.ts';
import { labPaths } from './paths.ts';

test.each([
  ['1.26.3', '1.26.3', true],
  ['1.26.10', '1.26.3', true],
  ['1.27rc1', '1.26.3', true],
  ['2.0', '1.26.3', true],
  ['1.26.2', '1.26.3', false],
  ['1.9.9', '1.26.3', false],
  ['', '1.26.3', false],
])('Go %s for %s: %s', (version, wanted, enough) => {
  expect(isAtLeast(version, wanted)).toBe(enough);
});

test('what is missing has its fix below, what is there has none', () => {
  const text = formatFindings([
    { what: 'Linux', ok: true, seen: 'linux', fix: 'not said' },
    { what: 'root', ok: false, seen: 'uid 7', fix: 'run it as root' },
  ]);
  expect(text).toMatch(/ok +Linux +linux\n +MISSING root +uid 7\n +fix: run it as root$/);
  expect(text).not.toContain('not said');
});

test('a lab below a folder that it hides from its programs is refused', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'doctor-'));
  try {
    const placeOf = async (dir: string) =>
      (await examine(labPaths('/home/me/chimera', { dir, cache }), 'up')).find(({ what }) => what === 'place');
    expect(await placeOf('/var/lib/lab')).toMatchObject({ ok: false, seen: '/var/lib/lab/state' });
    expect(await placeOf('/home/me/lab')).toMatchObject({ ok: true });
  } finally {
    rmSync(cache, { recursive: true });
  }
});
