import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetRemote, remoteUrl, setRemote } from './repository.ts';

let root: string;
const remotes = () => execFileSync('git', ['-C', root, 'remote', '-v'], { encoding: 'utf8' });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'remote-'));
  execFileSync('git', ['init', '--quiet', root]);
});
afterEach(() => rmSync(root, { recursive: true }));

test('the remote is added, corrected, and gone with its lab', async () => {
  await setRemote(root, '10.251.0.1');
  await setRemote(root, '10.251.0.2');
  expect(remotes()).toContain(remoteUrl('10.251.0.2'));
  await forgetRemote(root, '10.251.0.2');
  expect(remotes()).toBe('');
});

test("another lab's remote, or none, is left alone", async () => {
  await forgetRemote(root, '10.251.0.1');
  await setRemote(root, '10.251.0.2');
  await forgetRemote(root, '10.251.0.1');
  expect(remotes()).toContain(remoteUrl('10.251.0.2'));
  await forgetRemote(join(root, 'nowhere'), '10.251.0.1');
});
