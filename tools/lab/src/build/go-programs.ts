/** Go programs: each folder of tools/lab/go pins a program and all its modules; a program is rebuilt when its folder changes. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabPaths } from '../paths.ts';
import type { GoProgram } from '../pins.ts';
import type { Progress } from '../progress.ts';
import { run } from '../run.ts';

/** Builds `program` into the cache's bin unless it is there already, built from the same folder. */
export async function buildGoProgram(paths: LabPaths, program: GoProgram, progress: Progress): Promise<void> {
  const folder = join(paths.sources, 'go', program.name);
  const output = join(paths.bin, program.name);
  const stamp = `${output}.built-from`;
  const sum = folderSum(folder, JSON.stringify([program.package, program.ldflags, program.static]));
  mkdirSync(paths.bin, { recursive: true });
  if (!existsSync(output) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== sum) {
    await progress.step(`Go: ${program.name} (${program.measured} when nothing is cached)`, () =>
      goBuild(folder, output, program),
    );
    writeFileSync(stamp, sum);
  }
  for (const name of program.links ?? []) {
    rmSync(join(paths.bin, name), { force: true });
    symlinkSync(program.name, join(paths.bin, name));
  }
}

/** `go build` of one package of the module in `folder`. */
export async function goBuild(
  folder: string,
  output: string,
  { package: name, ldflags = [], static: isStatic = false }: Pick<GoProgram, 'package' | 'ldflags' | 'static'>,
): Promise<void> {
  const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', ['-s', '-w', ...ldflags].join(' ')];
  const env = { ...process.env, GOWORK: 'off', GOTOOLCHAIN: 'local', ...(isStatic ? { CGO_ENABLED: '0' } : {}) };
  await run('go', ['build', ...flags, '-o', output, name], { cwd: folder, env });
}

/** Where Go keeps the sources of a module that the go.mod in `folder` names. */
export async function moduleFolder(paths: LabPaths, program: string, module: string): Promise<string> {
  const folder = join(paths.sources, 'go', program);
  const env = { ...process.env, GOWORK: 'off', GOTOOLCHAIN: 'local' };
  const { stdout } = await run('go', ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', module], { cwd: folder, env });
  return stdout.trim();
}

/** A hash of the names and contents of a folder, and of `more`. */
export function folderSum(folder: string, more: string): string {
  const hash = createHash('sha256').update(more);
  for (const name of readdirSync(folder).sort()) hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}
