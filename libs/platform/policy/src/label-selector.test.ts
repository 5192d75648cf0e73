import { expect, test } from 'vitest';
import { mapSelects, selects } from './label-selector.ts';

const labels = { app: 'shop', tier: 'web' };

test.each<[unknown, boolean]>([
  [{}, true],
  [{ matchLabels: { app: 'shop' } }, true],
  [{ matchLabels: { app: 'shop', tier: 'db' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['shop', 'x'] }] }, true],
  [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['x'] }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['shop'] }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['x'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'Near' }] }, false],
])('%j selects: %s', (selector, selected) => {
  expect(selects(selector, labels)).toBe(selected);
});

test("a Service's empty map selects nothing", () => {
  expect(mapSelects({}, labels)).toBe(false);
  expect(mapSelects({ app: 'shop' }, labels)).toBe(true);
  expect(mapSelects({ app: 'shop', tier: 'db' }, labels)).toBe(false);
});
