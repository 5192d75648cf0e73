/** Components of the data management team. */
export { argocd } from './argocd.ts';
export { gitServer } from './git-server.ts';
