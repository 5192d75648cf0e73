/** The two images that every lab has: the sandbox of pods, and busybox to try things with. */
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { LabPaths } from '../paths.ts';
import type { Progress } from '../progress.ts';
import { run } from '../run.ts';
import { archiveName } from './image-name.ts';
import { packOneLayerImage } from './one-layer-image.ts';

export const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10';
export const BUSYBOX_IMAGE = 'docker.io/library/busybox:1.37';

export async function bootImages(paths: LabPaths, progress: Progress): Promise<void> {
  mkdirSync(paths.images, { recursive: true });
  const archives = [PAUSE_IMAGE, BUSYBOX_IMAGE].map((name) => join(paths.images, archiveName(name)));
  if (archives.every((file) => existsSync(file))) return;
  await progress.step('Images: pause, busybox', async () => {
    const scratch = join(paths.cache, 'rootfs');
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(join(scratch, 'pause'), { recursive: true });
    copyFileSync(join(paths.bin, 'pause'), join(scratch, 'pause', 'pause'));
    packOneLayerImage(PAUSE_IMAGE, join(scratch, 'pause'), archives[0] as string, {
      entrypoint: ['/pause'],
      user: '65535:65535',
    });
    const bin = join(scratch, 'busybox', 'bin');
    mkdirSync(bin, { recursive: true });
    const busybox = [join(paths.debian, 'bin', 'busybox'), join(paths.debian, 'usr', 'bin', 'busybox')].find((file) =>
      existsSync(file),
    ) as string;
    copyFileSync(busybox, join(bin, 'busybox'));
    const { stdout } = await run(busybox, ['--list']);
    for (const name of stdout.trim().split('\n')) if (name !== 'busybox') symlinkSync('busybox', join(bin, name));
    packOneLayerImage(BUSYBOX_IMAGE, join(scratch, 'busybox'), archives[1] as string, { entrypoint: ['/bin/sh'] });
    rmSync(scratch, { recursive: true });
  });
}
