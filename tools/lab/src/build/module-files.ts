/** Files that Go modules ship besides code: KWOK's stages, Argo CD's CRDs and default configuration, its Git wrappers. */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { LabPaths } from '../paths.ts';
import { moduleFolder } from './go-programs.ts';

/** KWOK's own behaviour: nodes and pods become Ready at once, pods of Jobs complete, nodes renew their lease. */
const STAGES = ['node/fast/node-*.yaml', 'node/heartbeat-with-lease/node-*.yaml', 'pod/fast/pod-*.yaml'];
const WRAPPERS = ['git-verify-wrapper.sh', 'gpg-wrapper.sh'];

export type ModuleFiles = {
  /** One file for `kwok --config`. */
  readonly stages: string;
  /** Folders for `kubectl apply -k`. */
  readonly argocdCrds: string;
  readonly argocdConfig: string;
};

export function moduleFiles(paths: LabPaths): ModuleFiles {
  const share = join(paths.cache, 'share');
  return {
    stages: join(share, 'kwok-stages.yaml'),
    argocdCrds: join(share, 'argocd', 'crds'),
    argocdConfig: join(share, 'argocd', 'config'),
  };
}

/** Copies them into the cache. */
export async function copyModuleFiles(paths: LabPaths): Promise<void> {
  const { stages, argocdCrds, argocdConfig } = moduleFiles(paths);
  const kwok = join(await moduleFolder(paths, 'kwok', 'sigs.k8s.io/kwok'), 'kustomize', 'stage');
  const argocd = await moduleFolder(paths, 'argocd', 'github.com/argoproj/argo-cd/v3');
  mkdirSync(join(paths.cache, 'share', 'argocd'), { recursive: true });
  const files = STAGES.flatMap((pattern) => globSync(pattern, { cwd: kwok }).sort());
  writeFileSync(stages, files.map((file) => `---\n${readFileSync(join(kwok, file), 'utf8')}`).join('\n'));
  copyWritable(join(argocd, 'manifests', 'crds'), argocdCrds);
  copyWritable(join(argocd, 'manifests', 'base', 'config'), argocdConfig);
  for (const name of WRAPPERS) {
    const target = join(paths.bin, name);
    rmSync(target, { force: true });
    copyFileSync(join(argocd, 'hack', name), target);
    chmodSync(target, 0o755);
  }
}

/** A copy of a folder of Go's module cache, which is read-only. */
function copyWritable(from: string, to: string): void {
  if (existsSync(to)) rmSync(to, { recursive: true });
  cpSync(from, to, { recursive: true });
  for (const file of globSync('**/*', { cwd: to })) chmodSync(join(to, file), 0o755);
  chmodSync(to, 0o755);
}
