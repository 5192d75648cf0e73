/** What a new component needs: its file, its rule tests, a line in its team's list, and its catalog entry. */

export interface NewComponent {
  readonly team: string;
  /** Kebab-case. */
  readonly name: string;
  readonly title: string;
  /** `repository:tag`. */
  readonly image: string;
  readonly port: number;
  readonly namespace: string;
}

/** A file by its path in the repository, and how it changes; `before` is null when it does not exist. */
export interface Edit {
  readonly path: string;
  apply(before: string | null): string;
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Throws an Error that says which value is wrong and what it should look like. */
export function scaffold(component: NewComponent): Edit[] {
  const { team, name, image } = component;
  if (!NAME.test(name))
    throw new Error(`"${name}" is no component name: lower-case words joined by hyphens, for instance trip-generator.`);
  const colon = image.lastIndexOf(':');
  if (colon <= image.lastIndexOf('/') || image.endsWith(':latest')) {
    throw new Error(
      `"${image}" names no exact tag. Write repository:tag, for instance quay.io/prometheus/prometheus:v3.1.0.`,
    );
  }
  const folder = `libs/platform/components/${team}/src`;
  return [
    { path: `${folder}/${name}.ts`, apply: fresh(`${folder}/${name}.ts`, componentFile(component)) },
    {
      path: `${folder}/${name}.rules-test.yaml`,
      apply: fresh(`${folder}/${name}.rules-test.yaml`, rulesTest(component)),
    },
    { path: `${folder}/index.ts`, apply: (before) => insertExport(before ?? '', name) },
    {
      path: `libs/platform/catalog/src/systems/${team}.ts`,
      apply: (before) =>
        `${(before ?? '').trimEnd()}\n\n${catalogEntry(component, image.slice(0, colon), image.slice(colon + 1))}`,
    },
  ];
}

export const camel = (name: string): string =>
  name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const pascal = (name: string): string => camel(`-${name}`);

function fresh(path: string, text: string): (before: string | null) => string {
  return (before) => {
    if (before !== null) throw new Error(`${path} exists. Choose another name, or edit that file.`);
    return text;
  };
}

/** One export line per component, in order. */
function insertExport(before: string, name: string): string {
  const lines = before.trimEnd().split('\n');
  const first = lines.findIndex((line) => line.startsWith('export '));
  const head = first < 0 ? lines : lines.slice(0, first);
  const exports = [...(first < 0 ? [] : lines.slice(first)), `export { ${camel(name)} } from './${name}.ts';`];
  return `${[...head, ...exports.filter((line) => line !== 'export {};').sort(byFile)].join('\n')}\n`;
}

function byFile(a: string, b: string): number {
  const file = (line: string) => /'(.+)'/.exec(line)?.[1] ?? '';
  return file(a) < file(b) ? -1 : 1;
}

function catalogEntry({ name, title, namespace, port }: NewComponent, repository: string, tag: string): string {
  return `export const ${camel(name)} = describeSystem({
  name: '${name}',
  title: '${title}',
  team,
  namespace: '${namespace}',
  scope: 'end-to-end',
  images: { server: image('${repository}', '${tag}', 'unchecked') },
  endpoints: { web: { port: ${port}, protocol: 'http' } },
});
`;
}

function componentFile({ name, title }: NewComponent): string {
  return `/** ${title}: say in one sentence what it is for. */
import { systems } from '@chimera/platform-catalog';
import { defineComponent, deployment, resources, type StandardInputs, service } from '@chimera/platform-kit';

const system = systems.${camel(name)};
const { web } = system.endpoints;

export const ${camel(name)} = defineComponent<StandardInputs>({
  system,
  inputs: {
    replicas: 1,
    resources: resources('50m', '64Mi', '500m', '128Mi'),
    service: { type: 'ClusterIP' },
    host: null,
  },
  metrics: [{ port: web.port, path: '/metrics' }],
  alerts: [
    {
      alert: '${pascal(name)}Down',
      expr: 'absent(up{job="kubernetes-pods", component="${name}"} == 1)',
      for: '10m',
      severity: 'warning',
      summary: 'No ${title} has been scraped for ten minutes',
      runbook: {
        symptom: 'Prometheus reaches no pod of ${name}.',
        check: 'kubectl get pods and describe, in its namespace; then the logs.',
        fix: 'Undo the last change of the component: git revert, git push.',
      },
    },
  ],
  boards: { none: 'write one in libs/platform/dashboards/src/boards' },
  build(_chart, inputs, context) {
    deployment(context, {
      replicas: inputs.replicas,
      pod: {
        uid: 10001,
        metrics: { port: web.port },
        containers: [
          {
            name: '${name}',
            image: system.images.server,
            ports: { web: web.port },
            resources: inputs.resources,
            live: { http: '/healthz', port: web.port },
            ready: { http: '/healthz', port: web.port },
          },
        ],
      },
    });
    service(context, { endpoints: [web], workload: 'server', input: inputs.service });
  },
});
`;
}

function rulesTest({ name, title }: NewComponent): string {
  const series = (value: string) =>
    `      - series: up{job="kubernetes-pods", component="${name}"}\n        values: ${value}`;
  return `rule_files: [${name}]
evaluation_interval: 1m
tests:
  - name: silent while scraped
    interval: 1m
    input_series:
${series('1x30')}
    alert_rule_test:
      - eval_time: 30m
        alertname: ${pascal(name)}Down
        exp_alerts: []
  - name: fires when nothing is scraped
    interval: 1m
    input_series:
${series('0x30')}
    alert_rule_test:
      - eval_time: 30m
        alertname: ${pascal(name)}Down
        exp_alerts:
          - exp_labels: { severity: warning, team: TEAM, job: kubernetes-pods, component: ${name} }
            exp_annotations:
              summary: No ${title} has been scraped for ten minutes
`;
}
