/** The lab, for the other programs of tools/. */
export { isBuilt } from './build/build.ts';
export { labEnvironment } from './build/environment.ts';
export { type ApplicationState, applicationState, isWell } from './cluster/application-state.ts';
export type { ClusterClient, Identity, LiveObject } from './cluster/client.ts';
export { labCommand } from './command/main.ts';
export type { ClusterEngine, EngineName, RunningCluster } from './engine.ts';
export { IMAGES_HELP, imagesCommand } from './images/command.ts';
export { fullName } from './images/image-name.ts';
export { type ImageOrigin, originsOf, repositoryOf } from './images/origin.ts';
export { SIMULATED_IMAGES } from './images/simulated-images.ts';
export { labEngine } from './lab-engine.ts';
export { LabError, MachineLacks } from './lab-error.ts';
export { type LabPaths, labPaths } from './paths.ts';
export { createProgress, formatSeconds, type Progress } from './progress.ts';
export { recipePrograms } from './recipes/build-recipe.ts';
export { waitFor } from './up/wait.ts';
