import { expect, test } from 'vitest';
import { collect, fakeContext, fakeHistogram, fakeScalar, fakeVector } from '../testing/fakes.ts';
import { unaryNode } from '../testing/nodes.ts';
import { unary } from './unary.ts';

test('minus negates vectors without their name, and scalars', async () => {
  const vector = fakeVector([{ labels: { __name__: 'm', a: 'b' }, values: [1, null, -0, fakeHistogram([1])] }]);
  const negated = unary(unaryNode('-m'), { kind: 'vector', vector }, fakeContext(4));
  const histogram = '{{count:-1 sum:-1 counter_reset_hint:gauge buckets:[-1]}}';
  expect(await collect(negated, 4)).toEqual([{ labels: 'a=b', values: [-1, null, 0, histogram], dropName: false }]);
  const scalar = unary(unaryNode('-m'), { kind: 'scalar', scalar: fakeScalar(1, -2) }, fakeContext(2));
  expect(scalar.kind === 'scalar' && [...(await scalar.scalar.values())]).toEqual([-1, 2]);
});

test('plus changes nothing', () => {
  const operand = { kind: 'scalar', scalar: fakeScalar(1) } as const;
  expect(unary(unaryNode('+m'), operand, fakeContext(1))).toBe(operand);
});
