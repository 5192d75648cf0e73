/** A page without a login of its own sits behind one; and pages are routed by IngressRoutes, whose state Argo CD need not wait for. */
import { describe, findObject, groupOf } from '../identity.ts';
import { type Json, objectAt, objectsAt, stringAt } from '../json.ts';
import type { ClusterObjects, PlacedObject, Rule } from '../rule.ts';
import { violation } from '../violation.ts';

const ID = 'traefik-login';
const LOGIN = 'chimera.dev/login';

export const traefikLogin: Rule = {
  id: ID,
  title: 'every IngressRoute has a middleware that asks for a login, or says that its system has its own; no Ingress',
  *check(cluster) {
    for (const placed of cluster.objects) {
      const { object } = placed;
      const where = describe(placed.object);
      if (object.kind === 'Ingress' && groupOf(object.apiVersion) === 'networking.k8s.io')
        yield violation(
          ID,
          placed,
          `${where}: Argo CD waits for an address that it may never get, and no login is asked for`,
          {
            fix: 'make a route(...), which renders an IngressRoute',
          },
        );
      if (object.kind !== 'IngressRoute' || groupOf(object.apiVersion) !== 'traefik.io') continue;
      const login = object.metadata.annotations?.[LOGIN];
      if (login === 'own') continue;
      if (login !== undefined && login !== 'middleware')
        yield violation(ID, placed, `${where}, annotation ${LOGIN}: "${login}" is unknown`, {
          fix: 'write own or middleware',
        });
      for (const route of objectsAt(object, 'spec', 'routes'))
        if (!objectsAt(route, 'middlewares').some((one) => asksForLogin(cluster, placed, one, new Set())))
          yield violation(ID, placed, `${where}: ${stringAt(route, 'match')} is open to everybody`, {
            fix: `add the login middleware, or, if the system has a login itself, annotate the route ${LOGIN}: own`,
          });
    }
  },
};

/** Whether the middleware, or one of its chain, is one that authenticates. */
function asksForLogin(cluster: ClusterObjects, from: PlacedObject, reference: Json, seen: Set<PlacedObject>): boolean {
  const namespace = stringAt(reference, 'namespace') ?? from.object.metadata.namespace ?? '';
  const middleware = findObject(cluster, 'traefik.io', 'Middleware', namespace, stringAt(reference, 'name') ?? '');
  if (middleware === undefined || seen.has(middleware)) return false;
  seen.add(middleware);
  const spec = objectAt(middleware.object, 'spec');
  if (['basicAuth', 'digestAuth', 'forwardAuth'].some((auth) => spec[auth] !== undefined)) return true;
  return objectsAt(spec, 'chain', 'middlewares').some((one) => asksForLogin(cluster, middleware, one, seen));
}
