/** Names that every rendered object agrees on: labels, annotations, and the few objects that all components refer to. */

export const LABEL = {
  /** The system; stable, because selectors use it. */
  name: 'app.kubernetes.io/name',
  /** The workload inside the system; selectors use it too. */
  component: 'app.kubernetes.io/component',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
  team: 'chimera.dev/team',
  /** The installation that rendered the object, that is the name of its Argo CD Application. */
  installation: 'chimera.dev/component',
} as const;

/** On a pod: it may reach `<system>.<endpoint>`. Network policies of the endpoint's owner select it, in any namespace. */
export const accessLabel = (system: string, endpoint: string): string => `access.chimera.dev/${system}.${endpoint}`;

/** Annotation that exempts one object from one guard; its value is the reason. */
export const exemption = (rule: string): string => `chimera.dev/exempt.${rule}`;

/** On an IngressRoute: `own` when the system has a login itself, so that the shared one may be left out. */
export const LOGIN_ANNOTATION = 'chimera.dev/login';

/** Traefik's middleware that asks for a login, in front of every page that has none of its own. */
export const LOGIN_MIDDLEWARE = { name: 'login', namespace: 'traefik' } as const;

/** The External Secrets store of both clusters: a namespace on kind-local, Vault on the server. */
export const SECRET_STORE = 'platform';

/** Where kind-local keeps the values that the seeder made. */
export const SECRETS_SOURCE_NAMESPACE = 'secrets-source';

/** Pods that scrape every other pod. */
export const SCRAPER = { namespace: 'monitoring', name: 'prometheus' } as const;

/** The reverse proxy whose pods reach every routed endpoint. */
export const PROXY = { namespace: 'traefik', name: 'traefik' } as const;
