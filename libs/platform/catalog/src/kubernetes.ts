/** The one Kubernetes version: L1 classes, schemas, node images, both clusters and the lab. */
export const KUBERNETES = { minor: '1.34', kindNode: 'kindest/node:v1.34.11' } as const;
