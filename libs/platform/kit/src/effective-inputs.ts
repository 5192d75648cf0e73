/** An input that a component takes but does nothing with would look as if it worked: the render refuses it. */
import type { ApiObjectJson } from './api-object.ts';
import type { StandardInputs } from './component.ts';
import { RenderError } from './render-error.ts';

/** Throws `invalid-input` for a host without a route, a kind of Service that no Service has, and more replicas than any workload has. */
export function requireEffect(
  where: { readonly system: string; readonly cluster: string },
  inputs: Partial<StandardInputs>,
  objects: readonly ApiObjectJson[],
): void {
  const specs = (kind: string) =>
    objects.filter((object) => object.kind === kind).map((object) => object['spec'] as { readonly type?: string });
  const refuse = (input: string, fix: string): never => {
    throw new RenderError(
      'invalid-input',
      `"${where.system}" on cluster "${where.cluster}" is given ${input}, which changes nothing it renders. ${fix}`,
    );
  };
  const { host, service, replicas } = inputs;
  if (typeof host === 'string' && specs('IngressRoute').length === 0) {
    refuse(
      `the host "${host}"`,
      'Leave it null, or give it a page: `page` in its catalog entry, and route(context, inputs) in its build.',
    );
  }
  if (
    service !== undefined &&
    service.type !== 'ClusterIP' &&
    !specs('Service').some(({ type }) => type === service.type)
  ) {
    refuse(
      `a Service of type ${service.type}`,
      'Leave it out, or pass `input: inputs.service` to service(...) in its build.',
    );
  }
  if (
    replicas !== undefined &&
    replicas !== 1 &&
    !objects.some((object) => (object['spec'] as Replicated)?.replicas === replicas)
  ) {
    refuse(`${replicas} replicas`, 'Leave them out, or pass `replicas: inputs.replicas` to its workload.');
  }
}

type Replicated = { readonly replicas?: number } | undefined;
