/** Systems of the API ecosystem team. */
import { describeSystem, htpasswd, provided, random } from '@chimera/platform-kit';
import { image } from '../image-of.ts';

const team = 'api-ecosystem';

export const externalSecretsCrds = describeSystem({
  name: 'external-secrets-crds',
  title: "External Secrets' definitions",
  team,
  namespace: 'external-secrets',
  scope: 'end-to-end',
  images: {},
  endpoints: {},
  stateful: true,
});

export const externalSecrets = describeSystem({
  name: 'external-secrets',
  title: 'External Secrets',
  team,
  namespace: 'external-secrets',
  scope: 'end-to-end',
  images: { server: image('ghcr.io/external-secrets/external-secrets', 'v1.3.2', 'seen') },
  endpoints: {
    metrics: { port: 8080, protocol: 'http', podOnly: true },
    health: { port: 8081, protocol: 'http', podOnly: true },
    webhook: { port: 10250, protocol: 'https', service: 'external-secrets-webhook' },
  },
});

export const vault = describeSystem({
  name: 'vault',
  title: 'Vault',
  team,
  namespace: 'vault',
  scope: 'end-to-end',
  images: { server: image('hashicorp/vault', '1.18.4', 'seen') },
  endpoints: {
    api: { port: 8200, protocol: 'http' },
    // Each pod by its own name, unsealed or not: for its peers, and for whoever unseals it.
    'pod-api': { port: 8200, protocol: 'http', service: 'vault-internal' },
    cluster: { port: 8201, protocol: 'tcp', service: 'vault-internal' },
  },
  page: { host: 'vault', endpoint: 'api', login: 'own' },
  stateful: true,
});

export const traefikCrds = describeSystem({
  name: 'traefik-crds',
  title: "Traefik's definitions",
  team,
  namespace: 'traefik',
  scope: 'end-to-end',
  images: {},
  endpoints: {},
  stateful: true,
});

export const traefik = describeSystem({
  name: 'traefik',
  title: 'Traefik',
  team,
  namespace: 'traefik',
  scope: 'end-to-end',
  images: { server: image('traefik', 'v3.3.5', 'upstream') },
  endpoints: {
    web: { port: 8000, protocol: 'http' },
    websecure: { port: 8443, protocol: 'https' },
    admin: { port: 8080, protocol: 'http', podOnly: true },
  },
  secrets: {
    /** `users` is what the middleware reads; the password is for people: `npm run secrets -- show traefik`. */
    login: { name: 'login', values: { users: htpasswd('chimera', 'password'), password: random(24) } },
    /** Of all pages, on clusters whose pages speak https. */
    certificate: {
      name: 'certificate',
      values: {
        'tls.crt': provided('PEM, for *.<domain>, with its chain'),
        'tls.key': provided('PEM, its private key'),
      },
    },
  },
  page: { host: 'traefik', endpoint: 'admin', login: 'middleware' },
});
