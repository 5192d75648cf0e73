/** Reading CRDs, and the committed files against the versions in sources.ts: the modules themselves need Go. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRepo } from '../workspace.ts';
import { parseCrd, slimCrd } from './crd.ts';
import { crdText } from './crd-files.ts';
import { CRD_SOURCES, KUBERNETES, nameOf } from './sources.ts';

const CRD = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.example.org, creationTimestamp: null, annotations: {note: kept}}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Gadget, plural: gadgets}
  versions:
    - name: v1
      served: true
      additionalPrinterColumns: [{name: X, type: string, jsonPath: .x, description: kept}]
      schema:
        openAPIV3Schema:
          type: object
          description: gone
          properties:
            description: {type: string, description: gone, default: {description: kept}}
`;

test('documentation goes, a property of that name stays', () => {
  const slim = slimCrd(parseCrd(CRD, 'gadgets.yaml'));
  expect(slim.spec.versions[0]).toEqual({
    name: 'v1',
    served: true,
    additionalPrinterColumns: [{ name: 'X', type: 'string', jsonPath: '.x', description: 'kept' }],
    schema: {
      openAPIV3Schema: {
        type: 'object',
        properties: { description: { type: 'string', default: { description: 'kept' } } },
      },
    },
  });
  expect(slim.metadata).toEqual({ name: 'gadgets.example.org', annotations: { note: 'kept' } });
});

test('a file that is no CRD is named', () => {
  expect(() => parseCrd('kind: Kustomization', 'kustomization.yaml')).toThrow(
    'kustomization.yaml: expected one CustomResourceDefinition; got Kustomization',
  );
});

test.each(CRD_SOURCES)('the committed CRDs of $system are of the version in sources.ts', (source) => {
  const folder = inRepo('libs/platform/components', source.team, 'crds', source.system);
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(2);
  for (const name of files) {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    expect(source.files.test(name), name).toBe(true);
    expect(text.split('\n')[1], 'stale; run: npm run crds').toContain(
      `${nameOf(source)} (${source.folder}), licence ${source.licence}`,
    );
  }
  const smallest = files
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .sort((a, b) => a.length - b.length)[0] as string;
  expect(
    crdText(source, parseCrd(smallest, 'the smallest')),
    'edited by hand, or the emitter changed; run: npm run crds',
  ).toBe(smallest);
});

test('the committed schemas are of the versions in sources.ts', () => {
  const folder = inRepo('libs/platform/policy/schemas');
  const sources = new Set(
    readdirSync(folder)
      .map(
        (name) =>
          (JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as { sources: [{ module: string; version: string }] })
            .sources[0],
      )
      .map(({ module, version }) => `${module}@${version}`),
  );
  expect(sources, 'stale; run: npm run schemas').toEqual(new Set([KUBERNETES, ...CRD_SOURCES].map(nameOf)));
});
