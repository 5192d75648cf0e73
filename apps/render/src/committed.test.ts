/** The rendered tree in the repository is what the sources give now: nobody edited it, nobody forgot to render. */
import { clusters } from '@chimera/clusters';
import { repositoryRoot } from '@chimera/platform-render';
import { expect, it } from 'vitest';
import { renderAll } from './render-all.ts';

it('gitops/ and docs/runbooks/ are fresh, untracked files included, and break no guard: npm run render', {
  timeout: 60_000,
}, () => {
  const lines: string[] = [];
  const code = renderAll({
    root: repositoryRoot(import.meta.dirname),
    clusters,
    check: true,
    base: 'HEAD',
    shared: false,
    runbooks: false,
    print: (line) => lines.push(line),
  });
  expect(code, lines.join('\n')).toBe(0);
});
