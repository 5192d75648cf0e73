/** Versions of the API ecosystem team's systems. */
import { image } from '../image-of.ts';
import { rowsOf, type SupportRow } from './row.ts';

const row = rowsOf('api-ecosystem');

export const apiEcosystem: readonly SupportRow[] = [
  row('apisix', 'APISIX', '3.11.0', {
    images: [image('apache/apisix', '3.11.0-debian', 'unchecked')],
    note: 'Kong is pinned and runs; APISIX is off by default',
  }),
  row('kong', 'Kong', '3.9.0', { pinned: '3.9.0', images: [image('kong', '3.9.0', 'upstream')] }),
  row('keycloak', 'Keycloak', '26.0.8', {
    pinned: '26.0',
    images: [image('quay.io/keycloak/keycloak', '26.0.8', 'seen')],
    note: 'the last patch of 26.0',
  }),
  row('vault', 'Vault', '1.18.4', {
    pinned: '1.18.4',
    images: [image('hashicorp/vault', '1.18.4', 'seen')],
    note: 'the official image `vault` is gone',
  }),
  row('external-secrets', 'External Secrets', '1.3.2', {
    images: [image('ghcr.io/external-secrets/external-secrets', 'v1.3.2', 'seen')],
    note: 'lists Kubernetes 1.34',
  }),
  row('grpc', 'gRPC sample', 'own', { built: 'node' }),
  row('graphql', 'GraphQL sample', 'own', { built: 'node' }),
  row('rest', 'REST sample', 'own', { built: 'node' }),
  row('traefik', 'Traefik', '3.3.5', {
    images: [image('traefik', 'v3.3.5', 'upstream')],
    note: 'the seed’s chart `stable/traefik` is 1.7; this image is built on Alpine 3.21',
  }),
  row('chiller-frontend', 'Chiller frontend', 'own', { built: 'node' }),
  row('chiller-api', 'Chiller API', 'own', { built: 'node' }),
];
