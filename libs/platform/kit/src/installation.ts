/** A component with inputs, on one cluster. */
import type { AnyComponent, Component } from './component.ts';

/** Everything may be left out; what is given must exist in the component's inputs. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> }
    : T;

export interface Installation {
  readonly component: AnyComponent;
  /** The component's defaults with the cluster's differences laid over them. */
  readonly inputs: object;
}

/** `install(grafana, { service: { type: 'NodePort', nodePorts: { web: 30300 } } })`. */
export function install<Inputs extends object>(
  component: Component<Inputs>,
  inputs?: DeepPartial<NoInfer<Inputs>>,
): Installation {
  return { component: component as unknown as AnyComponent, inputs: overlay(component.inputs, inputs ?? {}) as object };
}

/** A stateful component that is on its way out. */
export interface Retirement {
  readonly installation: Installation;
  /** `volumes`: workloads go, claims stay in git. `nothing`: git forgets the system; claims are left for people to delete. */
  readonly keep: 'volumes' | 'nothing';
}

/** `retire(kafka, { keep: 'volumes' })`, then, when nobody needs the data any more, `{ keep: 'nothing' }`. */
export function retire<Inputs extends object>(
  component: Component<Inputs>,
  { keep, inputs }: { readonly keep: Retirement['keep']; readonly inputs?: DeepPartial<NoInfer<Inputs>> | undefined },
): Retirement {
  return { installation: install(component, inputs), keep };
}

/** Objects are merged key by key; lists and scalars are replaced. */
function overlay(base: unknown, over: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(over)) return over === undefined ? base : over;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) result[key] = overlay(base[key], value);
  return result;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
