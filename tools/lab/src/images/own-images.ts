/** The images that this repository builds, one row each; a Dockerfile lies in the app's folder. */

export type OwnImage = {
  /** Name in own-images.json, and last part of the image's name. */
  readonly name: string;
  /** The folder with the Dockerfile. */
  readonly app: string;
  /** Workspace folders that the image holds; what they import comes along. */
  readonly packages: readonly string[];
};

export const OWN_IMAGES: readonly OwnImage[] = [
  { name: 'mytsdb', app: 'apps/mytsdb', packages: ['apps/mytsdb', 'apps/k8s-data-generator', 'apps/mytsdb-ui'] },
  { name: 'sample-app', app: 'apps/sample-app', packages: ['apps/sample-app'] },
];

/** Registry and path in front of the names. */
export const OWN_IMAGE_PREFIX = 'chimera';

/** The registry of clusters/kind-local: pods name our images with it. Nothing listens there in the lab. */
export const LOCAL_REGISTRY = 'localhost:5001';
