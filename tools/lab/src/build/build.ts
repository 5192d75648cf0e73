/** The lab's own programs and boot images, which `up` needs; what is unchanged takes no time. */
import { join } from 'node:path';
import { bootImages } from '../images/boot-images.ts';
import type { LabPaths } from '../paths.ts';
import { GO_PROGRAMS } from '../pins.ts';
import { formatSeconds, type Progress } from '../progress.ts';
import { succeeds } from '../run.ts';
import { unpackDebianPackages } from './debian.ts';
import { labEnvironment } from './environment.ts';
import { buildGoProgram } from './go-programs.ts';
import { copyModuleFiles } from './module-files.ts';

export async function build(paths: LabPaths, progress: Progress): Promise<void> {
  const started = performance.now();
  progress.say(`Building the lab into ${paths.cache}`);
  await unpackDebianPackages(paths, progress);
  for (const program of GO_PROGRAMS) await buildGoProgram(paths, program, progress);
  await copyModuleFiles(paths);
  await bootImages(paths, progress);
  progress.say(`Built in ${formatSeconds(performance.now() - started)}.`);
}

/** Whether `build` has run to its end here. */
export async function isBuilt(paths: LabPaths): Promise<boolean> {
  const env = labEnvironment(paths);
  const checks = [
    succeeds(join(paths.bin, 'kubectl'), ['version', '--client'], { env }),
    succeeds(join(paths.bin, 'argocd'), ['version', '--client'], { env }),
    succeeds('containerd', ['--version'], { env }),
  ];
  return (await Promise.all(checks)).every((isOk) => isOk);
}
