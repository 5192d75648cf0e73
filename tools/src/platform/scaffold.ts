/** What a new component needs: its file, its rule tests, its metric families, a line in its team's list, and its catalog entry. */
import {
  camel,
  catalogEntry,
  componentFile,
  families,
  type NewComponent,
  rulesTest,
  supportRow,
} from './scaffold-texts.ts';

export type { NewComponent } from './scaffold-texts.ts';

/** A file by its path in the repository, and how it changes; `before` is null when it does not exist. */
export interface Edit {
  readonly path: string;
  apply(before: string | null): string;
}

/** Words of JavaScript, and what the component's own file calls other things. */
const TAKEN: ReadonlySet<string> = new Set([
  ...['arguments', 'async', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default'],
  ...['delete', 'do', 'else', 'enum', 'eval', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if'],
  ...['implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected'],
  ...['public', 'return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var'],
  ...['void', 'while', 'with', 'yield'],
  ...['systems', 'system', 'web', 'deployment', 'resources', 'service'],
]);
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** It stands in strings and comments of three languages. */
const TITLE = /^[A-Za-z0-9][A-Za-z0-9 .,()/-]*$/;

/** Throws an Error that says which value is wrong and what it should look like. */
export function scaffold(component: NewComponent): Edit[] {
  const { team, name, title, image, port } = component;
  if (!NAME.test(name))
    throw new Error(`"${name}" is no component name: lower-case words joined by hyphens, for instance trip-generator.`);
  if (TAKEN.has(camel(name)))
    throw new Error(`"${name}" means something else in TypeScript: add a word, for instance ${name}-server.`);
  if (!TITLE.test(title))
    throw new Error(
      `"${title}" is no title: letters, digits, spaces and . , ( ) / - only, for instance Trip generator.`,
    );
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${port} is no port: a whole number from 1 to 65535.`);
  const colon = image.lastIndexOf(':');
  if (colon <= image.lastIndexOf('/') || !/\d/.test(image.slice(colon))) {
    throw new Error(
      `"${image}" names no exact tag. Write repository:tag, for instance quay.io/prometheus/prometheus:v3.1.0.`,
    );
  }
  const own = `libs/platform/components/${team}/src`;
  const catalog = 'libs/platform/catalog/src';
  const fresh = (path: string, text: string): Edit => ({
    path,
    apply(before) {
      if (before !== null) throw new Error(`${path} exists. Choose another name, or edit that file.`);
      return text;
    },
  });
  return [
    fresh(`${own}/${name}.ts`, componentFile(component)),
    fresh(`${own}/${name}.rules-test.yaml`, rulesTest(component)),
    fresh(`${own}/${name}.families.txt`, families(component)),
    { path: `${own}/index.ts`, apply: (before) => insertExport(before ?? '', name) },
    {
      path: `${catalog}/systems/${team}.ts`,
      apply(before) {
        const text = withImports(before ?? '', team).trimEnd();
        if (new RegExp(`\\bimport \\{[^}]*\\b${camel(name)}\\b|\\b(const|function) ${camel(name)}\\b`).test(text))
          throw new Error(
            `"${name}" means something else in ${catalog}/systems/${team}.ts: add a word, for instance ${name}-server.`,
          );
        return `${text}\n\n${catalogEntry(component)}`;
      },
    },
    ...(component.listed
      ? []
      : [
          {
            path: `${catalog}/support/${team}.ts`,
            apply: (before: string | null) => (before ?? '').replace(/\n\];\s*$/, `\n${supportRow(component)}];\n`),
          },
        ]),
  ];
}

/** The first component of a team finds files that say so and export nothing. */
const notEmptyAnyMore = (text: string): string => text.replace(': none yet', '').replace(/^export \{\};\n?/m, '');

/** One export line per component, in order. */
function insertExport(before: string, name: string): string {
  const lines = notEmptyAnyMore(before).trimEnd().split('\n');
  const first = lines.findIndex((line) => line.startsWith('export '));
  const head = first < 0 ? lines : lines.slice(0, first);
  const exports = [...(first < 0 ? [] : lines.slice(first)), `export { ${camel(name)} } from './${name}.ts';`];
  return `${[...head, ...exports.sort(byFile)].join('\n')}\n`;
}

function byFile(a: string, b: string): number {
  const file = (line: string) => /'(.+)\.ts'/.exec(line)?.[1] ?? '';
  return file(a) < file(b) ? -1 : 1;
}

function withImports(before: string, team: string): string {
  if (before.includes('describeSystem')) return before;
  const imports = `import { describeSystem } from '@chimera/platform-kit';\nimport { image } from '../image-of.ts';\n`;
  return `${notEmptyAnyMore(before).trimEnd()}\n${imports}\nconst team = '${team}';\n`;
}
