import { expect, test } from 'vitest';
import { codeowners } from './codeowners.ts';

const text = codeowners([
  { folder: 'libs/tsdb/head', team: 'observability' },
  { folder: 'apps/render', team: 'data-management' },
]);

/** As a Git host reads it: the last line that matches. */
function ownerOf(path: string): string | undefined {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/))
    .findLast(([pattern = '']) =>
      new RegExp(
        `^${pattern
          .replace(/^\//, '')
          .replaceAll('.', '\\.')
          .replaceAll('*', pattern === '*' ? '.*' : '[^/]*')}`,
      ).test(path),
    )?.[1];
}

test.each([
  ['README.md', '@chimera/data-management'],
  ['libs/tsdb/head/src/head.ts', '@chimera/observability'],
  ['apps/render/src/main.ts', '@chimera/data-management'],
  ['gitops/server/components/api-ecosystem/traefik/service.yaml', '@chimera/api-ecosystem'],
  ['docs/runbooks/grafana.md', '@chimera/observability'],
  ['libs/platform/catalog/src/systems/api-ecosystem.ts', '@chimera/api-ecosystem'],
])('%s is reviewed by %s', (path, owner) => {
  expect(ownerOf(path)).toBe(owner);
});
