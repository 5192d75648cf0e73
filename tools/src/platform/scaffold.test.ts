import { describe, expect, it } from 'vitest';
import { scaffold } from './scaffold.ts';

const component = {
  team: 'observability',
  name: 'trip-generator',
  title: 'Trip generator',
  image: 'example/trips:1.0.0',
  port: 8080,
  namespace: 'big-data',
};
const edit = (ending: string, before: string | null) =>
  scaffold(component)
    .find(({ path }) => path.endsWith(ending))
    ?.apply(before) ?? '';

describe('scaffold', () => {
  it('writes a component that refers to its catalog entry', () => {
    expect(edit('trip-generator.ts', null)).toContain('const system = systems.tripGenerator;');
    expect(edit('systems/observability.ts', 'before\n')).toMatch(
      /^before\n\nexport const tripGenerator = describeSystem\(\{\n {2}name: 'trip-generator',/,
    );
  });

  it('keeps the list of exports sorted', () => {
    const before = "/** Components. */\nexport { alpha } from './alpha.ts';\nexport { zeta } from './zeta.ts';\n";
    expect(edit('index.ts', before)).toBe(
      "/** Components. */\nexport { alpha } from './alpha.ts';\nexport { tripGenerator } from './trip-generator.ts';\nexport { zeta } from './zeta.ts';\n",
    );
  });

  it('refuses to overwrite, a wrong name, and an image without an exact tag', () => {
    expect(() => edit('trip-generator.ts', 'there')).toThrow('exists. Choose another name');
    expect(() => scaffold({ ...component, name: 'Trips' })).toThrow('is no component name');
    for (const image of ['example/trips', 'registry:5000/trips', 'example/trips:latest']) {
      expect(() => scaffold({ ...component, image })).toThrow('names no exact tag');
    }
  });
});
