import { expect, test } from 'vitest';
import { exemptionOf } from './exemptions.ts';
import type { RenderedObject, Violation } from './rule.ts';

const object = (annotations: Record<string, string>): RenderedObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x', annotations },
});
const violation = (part?: string): Violation => ({
  rule: 'probes',
  component: 'c',
  source: 's',
  path: 'p',
  message: 'm',
  fix: 'f',
  ...(part !== undefined && { part }),
});
const REASON = 'it only writes a file';

test('of the whole object', () => {
  const annotated = object({ 'chimera.dev/exempt.probes': REASON });
  expect(exemptionOf(annotated, violation('seeder'))).toBe('chimera.dev/exempt.probes');
  expect(exemptionOf(annotated, violation())).toBe('chimera.dev/exempt.probes');
  expect(exemptionOf(annotated, { ...violation(), rule: 'labels' })).toBeUndefined();
});

test('of one part', () => {
  const annotated = object({ 'chimera.dev/exempt.probes.seeder': REASON });
  expect(exemptionOf(annotated, violation('seeder'))).toBe('chimera.dev/exempt.probes.seeder');
  expect(exemptionOf(annotated, violation('server'))).toBeUndefined();
  expect(exemptionOf(annotated, violation())).toBeUndefined();
});

test('a word is no reason', () => {
  expect(exemptionOf(object({ 'chimera.dev/exempt.probes': 'why not  ' }), violation())).toBeUndefined();
});
