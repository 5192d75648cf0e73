/** What Grafana 7.5 reads at start: data sources, and where dashboards come from. Both are of `apiVersion: 1`. */
import { systems } from '@chimera/platform-catalog';
import type { Context } from '@chimera/platform-kit';
import { prometheus } from './prometheus.ts';

/** Where the sidecar writes the boards of all components, one folder per folder of Grafana. */
export const SIDECAR_FOLDER = '/tmp/dashboards';

/** Where seed 004 mounts the board of its data set, from a ConfigMap of its own. */
export const SEEDED = {
  uid: 'k8s-seeded',
  configMap: 'grafana-dashboards-k8s-seeded',
  folder: '/var/lib/grafana/dashboards/k8s-seeded',
} as const;

/** Boards name their data source by its name; none of these answers before Grafana starts, or has to. */
export function datasources(context: Context): object {
  const late = { wait: false } as const;
  const common = { access: 'proxy', orgId: 1, editable: false } as const;
  return {
    apiVersion: 1,
    datasources: [
      {
        ...common,
        name: 'Prometheus',
        uid: 'prometheus',
        type: 'prometheus',
        url: context.use(systems.prometheus.endpoints.web, late).url,
        isDefault: true,
        // $__rate_interval is four times as long.
        jsonData: { httpMethod: 'POST', timeInterval: prometheus.inputs.scrapeInterval },
      },
      {
        ...common,
        name: 'MyTSDB',
        uid: 'mytsdb',
        type: 'prometheus',
        url: context.use(systems.mytsdb.endpoints.http, late).url,
        jsonData: {
          httpMethod: 'POST',
          timeInterval: '15s',
          exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: 'jaeger' }],
        },
      },
      {
        ...common,
        name: 'Jaeger',
        uid: 'jaeger',
        type: 'jaeger',
        url: context.use(systems.jaeger.endpoints.query, late).url,
      },
    ],
  };
}

/** `seededFolder` is the folder of Grafana that shows the seed's board. */
export function providers(seededFolder: string): object {
  const common = { orgId: 1, type: 'file', disableDeletion: false, allowUiUpdates: false, updateIntervalSeconds: 30 };
  return {
    apiVersion: 1,
    providers: [
      { ...common, name: 'components', options: { path: SIDECAR_FOLDER, foldersFromFilesStructure: true } },
      // Not among the sidecar's files: one uid in two providers makes Grafana 7.5 write it anew at every look.
      { ...common, name: SEEDED.uid, folder: seededFolder, options: { path: SEEDED.folder } },
    ],
  };
}
