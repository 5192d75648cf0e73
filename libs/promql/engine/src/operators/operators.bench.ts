import { labelsFrom } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import { bench, describe } from 'vitest';
import type { VectorOperator } from '../operator.ts';
import type { Operator } from '../plan-types.ts';
import { fakeContext, fakeScalar } from '../testing/fakes.ts';
import { aggregationNode, binaryNode, buildCall } from '../testing/nodes.ts';
import { aggregate } from './aggregate.ts';
import { binaryVectors } from './binary-vectors.ts';

/** A day at one minute. */
const STEPS = 1_440;
const VALUES = Float64Array.from({ length: STEPS }, (_, k) => 1_000 + 100 * Math.sin(k / 50));

function vectorOf(labels: readonly Readonly<Record<string, string>>[]): VectorOperator {
  return {
    series: async () => labels.map((one) => ({ labels: labelsFrom(one), dropName: false })),
    read: (_, out) => {
      out.values.set(VALUES);
      out.present.fill(1);
      out.histograms = null;
    },
  };
}

function repeat(count: number, labels: (i: number) => Record<string, string>): Record<string, string>[] {
  return Array.from({ length: count }, (_, i) => labels(i));
}

const PODS = repeat(40, (i) => ({ __name__: 'm', pod: `pod-${i}`, node: `node-${i % 5}` }));
const BOUNDS = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'];
const BUCKETS = repeat(120, (i) => ({ service: `s${i % 10}`, le: BOUNDS[Math.floor(i / 10)] as string }));
const POD_BUCKETS = BUCKETS.flatMap((labels) => repeat(4, (i) => ({ ...labels, pod: `pod-${i}` })));

async function drain(operator: VectorOperator | Operator): Promise<void> {
  const vector = 'kind' in operator ? (operator.kind === 'vector' ? operator.vector : null) : operator;
  if (vector === null) throw new Error('a vector was expected');
  const out = new StepColumn(STEPS);
  for (const index of (await vector.series()).keys()) vector.read(index, out);
}

function scalar(value: number): Operator {
  return { kind: 'scalar', scalar: fakeScalar(...new Array<number>(STEPS).fill(value)) };
}

describe('480 series, 1,440 steps', () => {
  for (const query of ['sum by (le, service) (m)', 'avg by (le) (m)', 'max(m)', 'stddev(m)', 'count(m)']) {
    bench(query, () => drain(aggregate(aggregationNode(query), vectorOf(POD_BUCKETS), null, fakeContext(STEPS))));
  }
  bench('topk(5, m)', () =>
    drain(aggregate(aggregationNode('topk(5, m)'), vectorOf(POD_BUCKETS), scalar(5), fakeContext(STEPS))),
  );
});

describe('40 and 40 series, 1,440 steps', () => {
  for (const query of ['a / b', 'a > b', 'a and b', 'a or b']) {
    bench(query, () => drain(binaryVectors(binaryNode(query), vectorOf(PODS), vectorOf(PODS), fakeContext(STEPS))));
  }
});

describe('10 histograms of 12 buckets, 1,440 steps', () => {
  bench('histogram_quantile(0.99, m)', () =>
    drain(
      buildCall(
        'histogram_quantile(0.99, m)',
        [scalar(0.99), { kind: 'vector', vector: vectorOf(BUCKETS) }],
        fakeContext(STEPS),
      ),
    ),
  );
});
