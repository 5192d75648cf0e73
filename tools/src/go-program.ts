/** Go programs of the repository: built once for each state of their sources, kept in `.chimera/`. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { inRepo } from './workspace.ts';

const SOURCES = ['main.go', 'go.mod', 'go.sum'];

/** Path of the built program. `source`: a folder with main.go, go.mod and go.sum. Throws an Error that says what is missing. */
export function buildGoProgram(name: string, source: string): string {
  const hash = createHash('sha256');
  for (const file of SOURCES) hash.update(readFileSync(join(source, file)));
  const folder = inRepo('.chimera');
  const program = join(folder, `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(program)) return program;
  if (spawnSync('go', ['version']).status !== 0) throw new Error('there is no `go` here: install Go 1.26 or later');
  console.log(`Building ${name} from its Go modules (once; some minutes, and the module proxy is asked) ...`);
  mkdirSync(folder, { recursive: true });
  const unfinished = `${program}.${process.pid}`;
  const { status } = spawnSync('go', ['build', '-o', unfinished, '.'], { cwd: source, stdio: 'inherit' });
  if (status !== 0)
    throw new Error('`go build` failed (above): it needs Go 1.26 or later and the Go module proxy (GOPROXY)');
  renameSync(unfinished, program);
  return program;
}
