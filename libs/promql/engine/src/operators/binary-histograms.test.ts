import type { Histogram } from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import type { VectorOperator } from '../operator.ts';
import { fakeContext, fakeScalar, fakeVector, valuesByLabels } from '../testing/fakes.ts';
import { binaryNode } from '../testing/nodes.ts';
import { binaryVectorScalar } from './binary-vector-scalar.ts';
import { binaryVectors } from './binary-vectors.ts';

const HISTOGRAM = { count: 1, sum: 1 } as Histogram;

/** A float at the first step, a histogram at the second, nothing at the third. */
function mixed(name: string): VectorOperator {
  const floats = fakeVector([{ labels: { __name__: name }, values: [2, 0, null] }]);
  return {
    series: floats.series,
    read: (index: number, out: StepColumn) => {
      floats.read(index, out);
      out.histograms = [null, HISTOGRAM, HISTOGRAM];
    },
  };
}

function floats(...values: (number | null)[]): VectorOperator {
  return fakeVector([{ labels: { __name__: 'f' }, values }]);
}

test.each([
  ['h + f', mixed('h'), floats(1, 1, 1), { '': [3, null, null] }, ['"+": histogram + float']],
  ['f > h', floats(5, 1, 1), mixed('h'), { '__name__=f': [5, null, null] }, ['">": float > histogram']],
  ['h / h', mixed('h'), mixed('h'), { '': [1, null, null] }, ['"/": histogram / histogram']],
])('%s has no answer where a histogram has none', async (query, left, right, values, messages) => {
  const context = fakeContext(3);
  expect(await valuesByLabels(binaryVectors(binaryNode(query), left, right, context), 3)).toEqual(values);
  expect(context.infos()).toEqual(
    messages.map((message) => `incompatible sample types encountered for binary operator ${message}`),
  );
});

test('with group_right the message has the operands where they were written', async () => {
  const context = fakeContext(3);
  await valuesByLabels(binaryVectors(binaryNode('h - on () group_right f'), mixed('h'), floats(1, 1, 1), context), 3);
  expect(context.infos()).toEqual(['incompatible sample types encountered for binary operator "-": histogram - float']);
});

test('a histogram and a number', async () => {
  const context = fakeContext(3);
  const compared = binaryVectorScalar(binaryNode('1 < h'), mixed('h'), fakeScalar(1, 1, 1), true, context);
  expect(await valuesByLabels(compared, 3)).toEqual({ '__name__=h': [2, null, null] });
  expect(context.infos()).toEqual(['incompatible sample types encountered for binary operator "<": float < histogram']);
});
