/** Argo CD's own programs over its rendered settings: are they valid, do health checks and notifications do what is meant. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusters } from '@chimera/clusters';
import { parse, stringify } from 'yaml';
import { type ArgocdAdmin, argocdAdmin, renderedByArgocd } from './argocd-program.ts';
import { expectEqual } from './expect-equal.ts';
import type { Proof } from './proof.ts';

export const argocdSettings: Proof = {
  says: "Argo CD's rendered settings, through its own validation, health script, triggers and notification templates",
  needs: 'npm run lab -- build (Argo CD, from its Go module), npm run render',
  async *run() {
    const argocd = argocdAdmin();
    const folder = mkdtempSync(join(tmpdir(), 'argocd-settings-'));
    try {
      for (const { name } of clusters) {
        yield `${name}: ${await settingsAreValid(argocd, name)}`;
        yield `${name}: ${await healthOfApplications(argocd, name, folder)}`;
        yield `${name}: ${await triggersFire(argocd, name, folder)}`;
        yield `${name}: ${await alertsArrive(argocd, name, folder)}`;
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const settingsOf = (cluster: string): string[] => [
  '--argocd-cm-path',
  renderedByArgocd(cluster, 'configmap.argocd.argocd-cm.yaml'),
  '--argocd-secret-path',
  renderedByArgocd(cluster, 'secret.argocd.argocd-secret.yaml'),
];

/** The one complaint that is right: the API server makes its key at its first start. */
const EXPECTED_COMPLAINT = 'server.secretkey is missing';

async function settingsAreValid(argocd: ArgocdAdmin, cluster: string): Promise<string> {
  const { stdout } = await argocd('settings', 'validate', ...settingsOf(cluster));
  const printed = stdout.replaceAll(/^\{.*\}$/gm, '');
  const sections = printed.split('\n\n').map((section) => section.trim());
  const bad = sections.filter((section) => section.startsWith('❌') && !section.includes(EXPECTED_COMPLAINT));
  const good = sections.filter((section) => section.startsWith('✅'));
  if (bad.length > 0 || good.length < 3) throw new Error(`argocd-cm is not valid:\n${stdout}`);
  return `argocd-cm is valid (${good.map((section) => section.split('\n').slice(1).join(' ')).join(', ')})`;
}

async function healthOfApplications(argocd: ArgocdAdmin, cluster: string, folder: string): Promise<string> {
  const seen: string[] = [];
  for (const status of ['Healthy', 'Degraded', 'Progressing', null]) {
    const file = applicationFile(folder, status === null ? {} : { health: { status } });
    const { stdout } = await argocd('settings', 'resource-overrides', 'health', file, ...settingsOf(cluster));
    seen.push(/^STATUS: (\w+)$/m.exec(stdout)?.[1] ?? stdout);
  }
  expectEqual('health of child Applications', seen, ['Healthy', 'Degraded', 'Progressing', 'Progressing']);
  return 'an Application is as healthy as it says, and progresses until it says anything';
}

const FAILED = { operationState: { phase: 'Failed', message: 'no such field', syncResult: { revision: 'abc' } } };
const WELL = { health: { status: 'Healthy' }, operationState: { phase: 'Succeeded', syncResult: { revision: 'abc' } } };
const DEGRADED = { health: { status: 'Degraded' } };

async function triggersFire(argocd: ArgocdAdmin, cluster: string, folder: string): Promise<string> {
  const config = renderedByArgocd(cluster, 'configmap.argocd.argocd-notifications-cm.yaml');
  const fires = async (trigger: string, status: object) => {
    const { stdout } = await argocd(
      ...['notifications', 'trigger', 'run', trigger, applicationFile(folder, status)],
      ...['--config-map', config, '--secret', ':empty', '--namespace', 'argocd'],
    );
    return /\btrue\s*$/.test(stdout);
  };
  const seen = {
    'failed sync': await fires('on-sync-failed', FAILED),
    degraded: await fires('on-health-degraded', DEGRADED),
    'well, as to syncs': await fires('on-sync-failed', WELL),
    'well, as to health': await fires('on-health-degraded', WELL),
  };
  expectEqual('triggers', seen, {
    'failed sync': true,
    degraded: true,
    'well, as to syncs': false,
    'well, as to health': false,
  });
  return 'triggers fire on a failed sync and on a degraded Application, not on a good one';
}

/** Sends both templates to a stand-in for Alertmanager. */
async function alertsArrive(argocd: ArgocdAdmin, cluster: string, folder: string): Promise<string> {
  const received: { labels: Record<string, string>; annotations: Record<string, string> }[] = [];
  const paths = new Set<string>();
  const sink = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      paths.add(request.url ?? '');
      received.push(...(JSON.parse(body) as typeof received));
      response.end();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = sink.address() as AddressInfo;
    const config = join(folder, 'notifications.yaml');
    const configMap = parse(
      readFileSync(renderedByArgocd(cluster, 'configmap.argocd.argocd-notifications-cm.yaml'), 'utf8'),
    ) as { data: Record<string, string> };
    configMap.data['service.alertmanager'] = stringify({ targets: [`127.0.0.1:${port}`], scheme: 'http' });
    writeFileSync(config, stringify(configMap));
    for (const template of ['application-sync-failed', 'application-degraded']) {
      await argocd(
        ...['notifications', 'template', 'notify', template, applicationFile(folder, FAILED)],
        ...['--recipient', 'alertmanager:#observability'],
        ...['--config-map', config, '--secret', ':empty', '--namespace', 'argocd'],
      );
    }
  } finally {
    sink.close();
  }
  expectEqual('where alerts are posted', [...paths], ['/api/v2/alerts']);
  expectEqual(
    'labels of the alerts',
    received.map(({ labels }) => labels),
    ['ApplicationSyncFailed', 'ApplicationDegraded'].map((alertname) => ({
      alertname,
      application: 'grafana',
      severity: 'warning',
      team: 'observability',
    })),
  );
  expectEqual('description', received[0]?.annotations['description'], 'no such field');
  return "both notifications reach Alertmanager's API with the labels that its routes ask for";
}

function applicationFile(folder: string, status: object): string {
  const file = join(folder, 'application.yaml');
  writeFileSync(
    file,
    stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'grafana', namespace: 'argocd', labels: { 'chimera.dev/team': 'observability' } },
      spec: { project: 'observability', source: { repoURL: 'http://git.example/x.git' } },
      status,
    }),
  );
  return file;
}
