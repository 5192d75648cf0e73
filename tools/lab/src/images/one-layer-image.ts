/** Packs a folder as an image of one layer, as an OCI image layout in a tar. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fullName } from './image-name.ts';
import { createTar } from './tar.ts';

export type ImageConfig = {
  readonly entrypoint: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** uid or uid:gid; default root. */
  readonly user?: string;
  readonly workingDir?: string;
};

/** Writes `archive`, which holds one image named `name` with the files of `folder` at its root. */
export function packOneLayerImage(name: string, folder: string, archive: string, config: ImageConfig): void {
  const scratch = mkdtempSync(join(dirname(archive), '.pack-'));
  try {
    const layerFile = join(scratch, 'layer.tar');
    const layerTar = createTar(layerFile);
    layerTar.folder(folder);
    const layer = layerTar.close();
    const tar = createTar(archive);
    const blob = (bytes: Buffer): { digest: string; size: number } => {
      const sum = createHash('sha256').update(bytes).digest('hex');
      tar.file(`blobs/sha256/${sum}`, bytes);
      return { digest: `sha256:${sum}`, size: bytes.length };
    };
    tar.file('oci-layout', json({ imageLayoutVersion: '1.0.0' }));
    tar.file(`blobs/sha256/${layer.sha256}`, readFileSync(layerFile));
    const configBlob = blob(
      json({
        architecture: 'amd64',
        os: 'linux',
        config: {
          Entrypoint: config.entrypoint,
          ...(config.cmd !== undefined && { Cmd: config.cmd }),
          ...(config.user !== undefined && { User: config.user }),
          ...(config.workingDir !== undefined && { WorkingDir: config.workingDir }),
          Env: Object.entries({
            PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
            ...config.env,
          }).map(([key, value]) => `${key}=${value}`),
        },
        rootfs: { type: 'layers', diff_ids: [`sha256:${layer.sha256}`] },
      }),
    );
    const manifest = blob(
      json({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...configBlob },
        layers: [
          {
            mediaType: 'application/vnd.oci.image.layer.v1.tar',
            digest: `sha256:${layer.sha256}`,
            size: layer.size,
          },
        ],
      }),
    );
    const annotations = { 'io.containerd.image.name': fullName(name), 'org.opencontainers.image.ref.name': name };
    const entry = { mediaType: 'application/vnd.oci.image.manifest.v1+json', ...manifest, annotations };
    tar.file('index.json', json({ schemaVersion: 2, manifests: [entry] }));
    tar.close();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
