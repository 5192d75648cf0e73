/** `npm run prove -- rules-amtool`: the rendered alert routing, checked and asked by Alertmanager's own amtool. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clusters } from '@chimera/clusters';
import { namespaces, platform, teamIds } from '@chimera/platform-catalog';
import { planCluster } from '@chimera/platform-kit';
import { CannotRun, type Proof } from '../proof.ts';
import { type AlertmanagerConfigSpec, alertmanagerFile } from './alertmanager-file.ts';

const run = promisify(execFile);
const NEEDS =
  "amtool: Debian's prometheus-alertmanager (apt-get download prometheus-alertmanager && dpkg-deb -x prometheus-alertmanager_*.deb DIR), on the PATH or named by the variable AMTOOL";

export const rulesAmtool: Proof = {
  says: 'the alert routing of each cluster: amtool check-config, and where amtool sends which alert',
  needs: NEEDS,
  async *run() {
    const amtool = process.env['AMTOOL'] ?? 'amtool';
    const { stdout } = await run(amtool, ['--version']).catch((cause: Error) => {
      throw new CannotRun(`it needs ${NEEDS}`, { cause });
    });
    yield stdout.split('\n')[0] ?? amtool;
    const folder = await mkdtemp(join(tmpdir(), 'chimera-prove-amtool-'));
    try {
      for (const cluster of clusters) {
        const objects = planCluster(cluster, platform).components.flatMap((component) =>
          component.objects.map(({ object }) => object),
        );
        const config = objects.find(({ kind }) => kind === 'AlertmanagerConfig');
        if (config === undefined) throw new Error(`${cluster.name} renders no AlertmanagerConfig`);
        const file = join(folder, `${cluster.name}.yml`);
        await writeFile(file, JSON.stringify(alertmanagerFile(config['spec'] as AlertmanagerConfigSpec)));
        await run(amtool, ['check-config', file]);
        let asked = 0;
        for (const [labels, receiver] of alertsWithReceivers()) {
          const { stdout: answer } = await run(amtool, [
            'config',
            'routes',
            'test',
            `--config.file=${file}`,
            ...labels,
          ]);
          if (answer.trim() !== receiver) {
            throw new Error(`${cluster.name}: ${labels.join(' ')} goes to "${answer.trim()}", not to "${receiver}"`);
          }
          asked++;
        }
        yield `${cluster.name}: check-config is content; ${asked} alerts go where they should`;
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Labels as amtool takes them, and who must be told. */
function alertsWithReceivers(): readonly (readonly [readonly string[], string])[] {
  return [
    ...teamIds.map((team) => [['alertname=Any', `team=${team}`], team] as const),
    ...namespaces.map(
      ({ name, team }) => [['alertname=KubePodNotReady', `namespace=${name}`, 'team=observability'], team] as const,
    ),
    [['alertname=KubeNodeNotReady', 'team=observability'], 'observability'],
    [['alertname=Any'], 'observability'],
    [['alertname=Watchdog', 'severity=info', 'team=observability'], 'watchdog'],
  ];
}
