/** Components of the API ecosystem team. */
export { externalSecrets } from './external-secrets.ts';
export { externalSecretsCrds } from './external-secrets-crds.ts';
export { traefik } from './traefik.ts';
export { traefikCrds } from './traefik-crds.ts';
export { vault } from './vault.ts';
