/** The texts of a new component, to be filled in by whoever asked for it; as they are they compile, render and pass the tests. */
import type { Evidence } from '@chimera/platform-kit';

export interface NewComponent {
  readonly team: string;
  /** Kebab-case. */
  readonly name: string;
  readonly title: string;
  /** `repository:tag`. */
  readonly image: string;
  /** How the tag was checked, as the support matrix has it. */
  readonly evidence: Evidence;
  /** The support matrix has the image already. */
  readonly listed: boolean;
  readonly port: number;
  readonly namespace: string;
}

export const camel = (name: string): string =>
  name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const pascal = (name: string): string => camel(`-${name}`);

/** As an argument list: repository, tag, evidence. */
function imageArguments({ image, evidence }: NewComponent): string {
  const colon = image.lastIndexOf(':');
  return [image.slice(0, colon), image.slice(colon + 1), evidence].map((text) => `'${text}'`).join(', ');
}

export function catalogEntry(component: NewComponent): string {
  const { name, title, namespace, port } = component;
  return `export const ${camel(name)} = describeSystem({
  name: '${name}',
  title: '${title}',
  team,
  namespace: '${namespace}',
  scope: 'end-to-end',
  images: { server: image(${imageArguments(component)}) },
  endpoints: { web: { port: ${port}, protocol: 'http' } },
});
`;
}

export function supportRow(component: NewComponent): string {
  const { name, title, image } = component;
  const version = /\d+(\.\d+)*/.exec(image.slice(image.lastIndexOf(':')))?.[0] ?? '';
  return `  row('${name}', '${title}', '${version}', { images: [image(${imageArguments(component)})] }),\n`;
}

export function componentFile({ name, title }: NewComponent): string {
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
    // For a page: \`page\` in the catalog entry, a host here, and \`route(context, inputs)\` below.
    host: null,
  },
  metrics: [{ port: web.port, path: '/metrics' }],
  alerts: [
    {
      alert: '${pascal(name)}Down',
      expr: 'absent(up{job="${name}"} == 1)',
      for: '10m',
      severity: 'warning',
      summary: 'No pod of ${name} answers',
      runbook: {
        symptom: 'Prometheus has reached no pod of ${name} for ten minutes.',
        check: 'kubectl get pods -A -l app.kubernetes.io/name=${name}, then describe the pod and read its log.',
        fix: 'Undo the last change of the component: git revert, git push.',
      },
    },
  ],
  boards: { none: 'to come: a file in libs/platform/dashboards/src/boards' },
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

export function rulesTest({ name, team }: NewComponent): string {
  return `# Unit tests of the alerts of ${name}, in promtool's format. \`rule_files\` are components.
rule_files: [${name}]
evaluation_interval: 1m
tests:
  - name: answers, then does not
    interval: 1m
    input_series:
      - { series: 'up{job="${name}"}', values: 1x30 0x30 }
    alert_rule_test:
      - { eval_time: 30m, alertname: ${pascal(name)}Down, exp_alerts: [] }
      - eval_time: 50m
        alertname: ${pascal(name)}Down
        exp_alerts:
          - exp_labels: { severity: warning, team: ${team} }
            exp_annotations: { summary: "No pod of ${name} answers" }
`;
}

export function families({ name, title, image, namespace, port }: NewComponent): string {
  const target = `job="${name}",instance="10.244.1.99:${port}",namespace="${namespace}",pod="${name}-5d8f7c6b9-x2k4q",container="${name}",node="kind-worker"`;
  return `# Families of ${title} (${image}): replace by what it exposes. Rules and boards are tested against them.
# Names, labels and types from the source of that version, values made up; the format is told in tools/src/boards/families.ts

# target {${target}}
# HELP process_resident_memory_bytes Resident memory size in bytes.
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 50000000 # ~0.1
`;
}
