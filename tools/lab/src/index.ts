/** The lab, for the other programs of tools/. */
export type { ClusterClient, Identity, LiveObject } from './cluster/client.ts';
export { labCommand } from './command/main.ts';
export type { ClusterEngine, EngineName, RunningCluster } from './engine.ts';
export { IMAGES_HELP, imagesCommand } from './images/command.ts';
export { labEngine } from './lab-engine.ts';
export { LabError } from './lab-error.ts';
export { type LabPaths, labPaths } from './paths.ts';
export { createProgress, formatSeconds, type Progress } from './progress.ts';
export { waitFor } from './up/wait.ts';
