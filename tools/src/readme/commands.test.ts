/** People copy commands out of the documentation: each must exist. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRepo, sourceProgram } from '../workspace.ts';

const PAGES = ['README.md', 'docs/lab.md'];
const commandsIn = (page: string, pattern: RegExp): string[] => [
  ...new Set([...readFileSync(inRepo(page), 'utf8').matchAll(pattern)].map(([, name]) => name as string)),
];

test.each(PAGES)('%s names npm scripts that there are', (page) => {
  const { scripts } = JSON.parse(readFileSync(inRepo('package.json'), 'utf8')) as { scripts: Record<string, string> };
  const named = commandsIn(page, /npm run (?:-s )?([a-z][a-z:-]*)/g);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test.each([
  ['lab', /npm run (?:-s )?lab -- ([a-z]+)/g],
  ['images', /npm run images -- ([a-z]+)/g],
] as const)('docs/lab.md names commands of %s that there are', (program, pattern) => {
  const { nodeFlags, file } = sourceProgram('tools', 'src', `${program}.ts`);
  const help = execFileSync(process.execPath, [...nodeFlags, file, '--help'], { encoding: 'utf8' });
  const named = commandsIn('docs/lab.md', pattern);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((name) => !new RegExp(`^ {2}${name}\\b`, 'm').test(help))).toEqual([]);
});
