import { expect, test } from 'vitest';
import { engineNamed } from './engines.ts';

test('the lab is an engine; kind says that it comes later and what to do until then', () => {
  expect(engineNamed('lab').name).toBe('lab');
  expect(() => engineNamed('kind')).toThrow('comes later and is not there yet');
  expect(() => engineNamed('kind')).toThrow('-- --engine lab');
});

test.each(['docker', 'constructor'])('%s is no engine', (name) => {
  expect(() => engineNamed(name)).toThrow(`--engine takes lab or kind; got '${name}'`);
});
