/** All processes of one container, in the order in which they read each other. */
import type { DataSet } from '../data-set.ts';
import type { Container } from '../labels.ts';
import type { ContainerEffects } from './effects.ts';
import type { Frame } from './frame.ts';
import type { ContainerSlice, TrafficColumns } from './slice.ts';
/** Per slice: `live`, then `drive`, then `run`. */
export declare class ContainerModel {
  readonly slice: ContainerSlice;
  private readonly lifecycle;
  private readonly traffic;
  private readonly processes;
  /** `taken` are the names of the families that the set holds: processes that write no other are left out. */
  constructor(set: DataSet, container: Container, effects: ContainerEffects, taken: ReadonlySet<string>);
  /** Decides restarts for the next `count` steps. */
  live(firstStep: number, count: number): void;
  /** Fills `columns` with the slice's traffic; they stay the slice's until its `run` is over. */
  drive(columns: TrafficColumns, demand: Float64Array): void;
  /** Writes every series of the container except the node's. */
  readonly run: (frame: Frame) => void;
}
//# sourceMappingURL=container-model.d.ts.map
