import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareOwned, writeOwned } from './owned-files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'render-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('owned files', () => {
  it('writes what should be there, deletes the rest with its empty folders, and leaves other folders alone', () => {
    for (const path of ['gitops/a/old.yaml', 'gitops/kept.yaml', 'docs/other.md']) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), 'before');
    }
    const files = [
      { path: 'gitops/kept.yaml', text: 'after' },
      { path: 'gitops/b/new.yaml', text: 'new' },
    ];
    expect(writeOwned(root, ['gitops'], files)).toEqual({
      added: ['gitops/b/new.yaml'],
      changed: ['gitops/kept.yaml'],
      removed: ['gitops/a/old.yaml'],
    });
    expect(readFileSync(join(root, 'gitops/kept.yaml'), 'utf8')).toBe('after');
    expect(existsSync(join(root, 'gitops/a'))).toBe(false);
    expect(readFileSync(join(root, 'docs/other.md'), 'utf8')).toBe('before');
    expect(compareOwned(root, ['gitops'], files)).toEqual({ added: [], changed: [], removed: [] });
  });

  it('owns single files too', () => {
    mkdirSync(join(root, 'gitops'));
    writeFileSync(join(root, 'gitops/root.yaml'), 'stale');
    writeFileSync(join(root, 'gitops/extra.yaml'), 'not ours');
    expect(compareOwned(root, ['gitops/root.yaml'], [])).toEqual({
      added: [],
      changed: [],
      removed: ['gitops/root.yaml'],
    });
  });
});
