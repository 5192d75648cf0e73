/** Random native histogram series, as items of the test language. */
import type { Random } from '@chimera/testing';
import type { Values } from './float-values.ts';
import type { Shape } from './vocabulary.ts';

/** null for shapes without native histograms. */
export function randomHistograms(random: Random, shape: Shape, length: number): Values | null {
  switch (shape) {
    case 'exponential-histogram':
      return series(random, length, exponential(random));
    case 'custom-histogram':
      return series(random, length, custom(random));
    case 'mixed': {
      const histograms = series(random, length, exponential(random));
      return histograms.map((item) => (random.next() < 0.3 ? String(random.int(0, 9)) : item));
    }
    default:
      return null;
  }
}

/** Writes one histogram from its counts. */
type Layout = { readonly buckets: number; write(counts: readonly number[], hint: string): string };

function exponential(random: Random): Layout {
  const schema = random.int(-2, 3);
  const offset = random.int(-3, 3);
  const width = random.pick([0.001, 0.5]);
  const signed = random.next() < 0.4;
  return {
    buckets: 6,
    write: (counts, hint) => {
      const [zero, ...rest] = counts as [number, ...number[]];
      const positive = rest.slice(0, signed ? 3 : 5);
      const negative = signed ? rest.slice(3) : [];
      const count = counts.reduce((a, b) => a + b, 0);
      const sum = positive.reduce((a, b, i) => a + b * (i + 1), 0) - negative.reduce((a, b) => a + b, 0);
      const below = signed ? ` n_offset:${offset} n_buckets:[${negative.join(' ')}]` : '';
      return `{{schema:${schema} count:${count} sum:${sum} z_bucket:${zero} z_bucket_w:${width} offset:${offset} buckets:[${positive.join(' ')}]${below}${hint}}}`;
    },
  };
}

function custom(random: Random): Layout {
  const bounds = random.pick(['0.1 1 5', '0.1 1 5', '-1 0 1', '1 2 3']);
  return {
    buckets: 4,
    write: (counts, hint) => {
      const count = counts.reduce((a, b) => a + b, 0);
      const sum = counts.reduce((a, b, i) => a + b * i, 0);
      return `{{schema:-53 count:${count} sum:${sum} custom_values:[${bounds}] buckets:[${counts.join(' ')}]${hint}}}`;
    },
  };
}

/** Cumulative with resets, or a gauge; the layout may change on the way. */
function series(random: Random, length: number, layout: Layout): Values {
  const gauge = random.next() < 0.25;
  const resets = random.pick([0, 0.02]);
  const hint = gauge ? ' counter_reset_hint:gauge' : '';
  let counts = new Array<number>(layout.buckets).fill(0);
  return Array.from({ length }, () => {
    if (gauge || random.next() < resets) counts = counts.map(() => random.int(0, 4));
    else counts = counts.map((count) => count + (random.next() < 0.4 ? random.int(0, 3) : 0));
    return layout.write(counts, hint);
  });
}
