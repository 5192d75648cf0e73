import { describe, expect, it } from 'vitest';
import { scaffold } from './scaffold.ts';

const component = {
  team: 'observability',
  name: 'trip-generator',
  title: 'Trip generator',
  image: 'example/trips:v1.0.0-slim',
  evidence: 'unchecked',
  listed: false,
  port: 8080,
  namespace: 'big-data',
} as const;
const edit = (ending: string, before: string | null) =>
  scaffold(component)
    .find(({ path }) => path.endsWith(ending))
    ?.apply(before) ?? '';

describe('scaffold', () => {
  it('writes a component that refers to its catalog entry', () => {
    expect(edit('trip-generator.ts', null)).toContain('const system = systems.tripGenerator;');
    expect(edit('systems/observability.ts', 'import { describeSystem } from 1;\n')).toMatch(
      /^import { describeSystem } from 1;\n\nexport const tripGenerator = describeSystem\(\{\n {2}name: 'trip-generator',/,
    );
  });

  it('keeps the list of exports sorted, as the formatter sorts it', () => {
    const before =
      "/** Components. */\nexport { trip } from './trip.ts';\nexport { tripTo } from './trip-to.ts';\nexport { zeta } from './zeta.ts';\n";
    expect(edit('index.ts', before)).toBe(
      before.replace('export { tripTo', "export { tripGenerator } from './trip-generator.ts';\nexport { tripTo"),
    );
  });

  it('opens the files of a team that has nothing yet', () => {
    expect(edit('src/index.ts', '/** Components of the team: none yet. */\nexport {};\n')).toBe(
      "/** Components of the team. */\nexport { tripGenerator } from './trip-generator.ts';\n",
    );
    expect(edit('systems/observability.ts', '/** Systems of the team: none yet. */\nexport {};\n')).toMatch(
      /^\/\*\* Systems of the team\. \*\/\nimport \{ describeSystem \}.*\nimport \{ image \}.*\n\nconst team = 'observability';\n\nexport const tripGenerator/,
    );
  });

  it('adds the image to the support matrix, unless it is there', () => {
    expect(edit('support/observability.ts', "rows = [\n  row('a'),\n];\n")).toBe(
      "rows = [\n  row('a'),\n  row('trip-generator', 'Trip generator', '1.0.0', { images: [image('example/trips', 'v1.0.0-slim', 'unchecked')] }),\n];\n",
    );
    expect(scaffold({ ...component, listed: true }).map(({ path }) => path)).not.toContain(
      'libs/platform/catalog/src/support/observability.ts',
    );
  });

  it('refuses to overwrite, a wrong name, title or port, and an image without an exact tag', () => {
    expect(() => edit('trip-generator.ts', 'there')).toThrow('exists. Choose another name');
    expect(() => scaffold({ ...component, name: 'Trips' })).toThrow('is no component name');
    for (const name of ['class', 'service', 'new']) {
      expect(() => scaffold({ ...component, name })).toThrow(`add a word, for instance ${name}-server`);
    }
    for (const name of ['image', 'own-image', 'team']) {
      const files =
        "import { image,\n  ownImage } from '../image-of.ts';\nimport { describeSystem } from 1;\nconst team = 'x';\n";
      const entry = scaffold({ ...component, name }).find(({ path }) => path.endsWith('systems/observability.ts'));
      expect(() => entry?.apply(files)).toThrow('add a word');
    }
    expect(() => scaffold({ ...component, title: "Trips' generator" })).toThrow('is no title');
    expect(() => scaffold({ ...component, port: 80.5 })).toThrow('is no port');
    for (const image of ['example/trips', 'registry:5000/trips', 'example/trips:latest']) {
      expect(() => scaffold({ ...component, image })).toThrow('names no exact tag');
    }
  });
});
