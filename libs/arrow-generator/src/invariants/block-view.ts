/** Reads columns of a block that holds all steps of one container, and reports what does not hold. */
import { ALL_SERIES, firstSeriesOf } from '../families/table.ts';
import type { ContainerBlock } from '../simulation.ts';

export class BlockView {
  readonly block: ContainerBlock;
  readonly rows: number;

  constructor(block: ContainerBlock) {
    this.block = block;
    this.rows = block.values.length / block.count;
  }

  /** The values of a family's series number `ordinal`. */
  column(family: string, ordinal = 0): Float64Array {
    return this.row(firstSeriesOf(family) + ordinal);
  }

  /** The values of a family's first `count` series. */
  columns(family: string, count: number): Float64Array[] {
    return Array.from({ length: count }, (_, ordinal) => this.column(family, ordinal));
  }

  row(row: number): Float64Array {
    return this.block.values.subarray(row * this.block.count, (row + 1) * this.block.count);
  }

  /** Whether the set holds the family. */
  has(family: string): boolean {
    return firstSeriesOf(family) < this.rows;
  }

  /** Name and labels of a row, for messages. */
  nameOf(row: number): string {
    const { name, labels } = ALL_SERIES[row] as (typeof ALL_SERIES)[number];
    return `${name}${JSON.stringify(labels)} of ${this.block.container.labels.pod}/${this.block.container.labels.container}`;
  }
}

/** Collects broken invariants; the first few of each kind are enough. */
export class Problems {
  readonly list: string[] = [];
  private readonly counts = new Map<string, number>();

  /** Notes that invariant `id` is broken unless `holds`; `where` is only called when it is. */
  check(holds: boolean, id: string, where: () => string): void {
    if (holds) return;
    const count = (this.counts.get(id) ?? 0) + 1;
    this.counts.set(id, count);
    if (count <= 3) this.list.push(`${id}: ${where()}`);
  }
}

/** How much a counter rose from step i - 1 to i; a fall is a restart from zero. At step 0 it rose by its value. */
export function rise(column: Float64Array, i: number): number {
  const now = column[i] as number;
  const before = i === 0 ? 0 : (column[i - 1] as number);
  return now < before ? now : now - before;
}
