/** A page under the cluster's domain: a Traefik IngressRoute (never an Ingress, for whose address Argo CD would wait). */
import type { Context } from './context.ts';
import { LOGIN_ANNOTATION, LOGIN_MIDDLEWARE } from './conventions.ts';
import { customObject } from './objects.ts';
import { RenderError } from './render-error.ts';

export interface RouteOptions {
  /** Subdomain; null routes nothing. Usually the input `host`. */
  readonly host: string | null;
}

/** The address of a page, without a slash at its end. */
export function pageUrl({ cluster }: Context, host: string): string {
  return `${cluster.tls ? 'https' : 'http'}://${host}.${cluster.domain}`;
}

/** Where Traefik listens for pages: the part of an IngressRoute's `spec` that depends on the cluster. */
export function pageEntry({ cluster }: Context): object {
  return cluster.tls ? { entryPoints: ['websecure'], tls: {} } : { entryPoints: ['web'] };
}

/** Routes `<host>.<domain>` to the system's page, behind the shared login unless the system has its own. */
export function route(context: Context, { host }: RouteOptions): void {
  if (host === null) return;
  const { page, endpoints, name, namespace } = context.system;
  const endpoint = page && endpoints[page.endpoint];
  if (page === undefined || endpoint === undefined) {
    throw new RenderError(
      'invalid-input',
      `"${name}" routes the host "${host}" but its catalog entry has no page. Add \`page\` there, or leave the host null.`,
    );
  }
  customObject(context, {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: { name, namespace, annotations: { [LOGIN_ANNOTATION]: page.login } },
    spec: {
      ...pageEntry(context),
      routes: [
        {
          kind: 'Rule',
          match: `Host(\`${host}.${context.cluster.domain}\`)`,
          ...(page.login === 'middleware' && { middlewares: [{ ...LOGIN_MIDDLEWARE }] }),
          services: [
            { name: endpoint.service, port: endpoint.port, ...(endpoint.protocol === 'grpc' && { scheme: 'h2c' }) },
          ],
        },
      ],
    },
  });
  context.routed.add(endpoint.port);
}
