/** What the platform's Prometheus scrapes besides ServiceMonitors: annotated pods and services, kubelets, the API server. As ScrapeConfig specs. */
import { systems } from '@chimera/platform-catalog';
import { LABEL } from '@chimera/platform-kit';
import type { Relabeling } from './relabeling.ts';

/** One ScrapeConfig: its name becomes the job unless a target says better. */
export interface ScrapeJob {
  readonly name: string;
  readonly spec: Readonly<Record<string, unknown>> & {
    readonly relabelings?: readonly Relabeling[];
    readonly metricRelabelings?: readonly Relabeling[];
  };
}

export interface ScrapeChoices {
  /** Which pods are scraped: all that declare a port and do not say `false`, or only those that say `true`. */
  readonly annotationScrape: 'opt-out' | 'opt-in';
  /** Namespaces where pods have to ask in either case: nobody can annotate what the cluster brings, and not all of it speaks HTTP. */
  readonly askingNamespaces: readonly string[];
}

/** Names of the scrape classes in the Prometheus resource: who authenticates and how. */
export const SCRAPE_CLASS = { kubelet: 'kubelet', apiServer: 'api-server' } as const;

const meta = (name: string) => `__meta_kubernetes_${name}`;
const annotation = (kind: 'pod' | 'service', name: string) => meta(`${kind}_annotation_prometheus_io_${name}`);
/** How discovery spells a label's name. */
const label = (kind: 'pod' | 'service', name: string) =>
  meta(`${kind}_label_${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`);

const copy = (source: string, target: string): Relabeling => ({
  action: 'replace',
  sourceLabels: [source],
  regex: '(.+)',
  targetLabel: target,
  replacement: '$1',
});
const drop = (sourceLabels: readonly string[], regex: string): Relabeling => ({ action: 'drop', sourceLabels, regex });
const keep = (sourceLabels: readonly string[], regex: string): Relabeling => ({ action: 'keep', sourceLabels, regex });
/** Sets an address from a port and a host; an IPv6 host gets its brackets. */
const address = (port: string, host: string): Relabeling[] => [
  {
    action: 'replace',
    sourceLabels: [port, host],
    regex: '([0-9]+);([^:]+)',
    targetLabel: '__address__',
    replacement: '$2:$1',
  },
  {
    action: 'replace',
    sourceLabels: [port, host],
    regex: '([0-9]+);(.*:.*)',
    targetLabel: '__address__',
    replacement: '[$2]:$1',
  },
];
const schemeAndPath = (kind: 'pod' | 'service'): Relabeling[] => [
  {
    action: 'replace',
    sourceLabels: [annotation(kind, 'scheme')],
    regex: '(https?)',
    targetLabel: '__scheme__',
    replacement: '$1',
  },
  copy(annotation(kind, 'path'), '__metrics_path__'),
];

export function scrapeJobs(choices: ScrapeChoices): readonly ScrapeJob[] {
  return [pods(choices), services(choices), kubelet(), cadvisor(), apiServer(), mytsdbFederation()];
}

/**
 * Pods. With `prometheus.io/port` one target on that port (Prometheus folds the targets of several declared ports into one, since
 * nothing distinguishes them then); else one per declared TCP port; a pod that says `true` and declares none is a target without port.
 */
function pods({ annotationScrape, askingNamespaces }: ScrapeChoices): ScrapeJob {
  const scrape = annotation('pod', 'scrape');
  const port = annotation('pod', 'port');
  return {
    name: 'kubernetes-pods',
    spec: {
      jobName: 'kubernetes-pods',
      kubernetesSDConfigs: [{ role: 'Pod' }],
      relabelings: [
        drop([scrape], 'false'),
        drop([meta('pod_phase')], 'Succeeded|Failed'),
        ...(annotationScrape === 'opt-in'
          ? [keep([scrape], 'true')]
          : [
              keep([scrape, port, meta('pod_container_port_number')], 'true;.*;.*|[^;]*;[0-9]+;.*|[^;]*;[^;]*;[0-9]+'),
              ...(askingNamespaces.length === 0
                ? []
                : [drop([meta('namespace'), scrape], `(?:${askingNamespaces.join('|')});`)]),
            ]),
        // Without a port of its own choice: no UDP, and no ports of containers that only run before the others.
        drop([port, meta('pod_container_port_protocol')], ';(?:UDP|SCTP)'),
        drop([port, meta('pod_container_init')], ';true'),
        ...schemeAndPath('pod'),
        ...address(port, meta('pod_ip')),
        copy(meta('namespace'), 'namespace'),
        copy(meta('pod_name'), 'pod'),
        {
          action: 'replace',
          sourceLabels: [port, meta('pod_container_name')],
          regex: ';(.+)',
          targetLabel: 'container',
          replacement: '$1',
        },
        copy(meta('pod_node_name'), 'node'),
        // A pod of the platform is found under its system's name.
        copy(label('pod', LABEL.name), 'job'),
      ],
    },
  };
}

/** Services that ask for it, by endpoint. Endpoints whose pod the job above scrapes already are left to it. */
function services({ annotationScrape, askingNamespaces }: ScrapeChoices): ScrapeJob {
  const scrape = annotation('service', 'scrape');
  const port = annotation('service', 'port');
  const podScrape = annotation('pod', 'scrape');
  const ownedByPods = '__tmp_scraped_as_pod';
  return {
    name: 'kubernetes-services',
    spec: {
      jobName: 'kubernetes-services',
      kubernetesSDConfigs: [{ role: 'EndpointSlice' }],
      relabelings: [
        keep([scrape], 'true'),
        drop([podScrape], 'true'),
        ...(annotationScrape === 'opt-in'
          ? []
          : [
              // The pod declares this port and says nothing, and the Service asks for no other path.
              {
                action: 'replace' as const,
                sourceLabels: [meta('pod_container_port_number'), podScrape, annotation('service', 'path')],
                regex: '[0-9]+;;',
                targetLabel: ownedByPods,
                replacement: 'yes',
              },
              ...(askingNamespaces.length === 0
                ? []
                : [
                    {
                      action: 'replace' as const,
                      sourceLabels: [meta('namespace')],
                      regex: askingNamespaces.join('|'),
                      targetLabel: ownedByPods,
                      replacement: '',
                    },
                  ]),
              drop([ownedByPods], 'yes'),
            ]),
        // Discovery adds the pod's other ports; without a port of the Service's choice only the Service's own count.
        keep([port, meta('endpointslice_port')], '[0-9]+;.*|;[0-9]+'),
        drop([port, meta('endpointslice_port_protocol')], ';(?:UDP|SCTP)'),
        ...schemeAndPath('service'),
        {
          action: 'replace',
          sourceLabels: ['__address__', port],
          regex: '(.+?)(?::[0-9]+)?;([0-9]+)',
          targetLabel: '__address__',
          replacement: '$1:$2',
        },
        copy(meta('namespace'), 'namespace'),
        copy(meta('service_name'), 'service'),
        copy(meta('pod_name'), 'pod'),
        copy(meta('endpointslice_endpoint_node_name'), 'node'),
        copy(label('service', LABEL.name), 'job'),
      ],
    },
  };
}

const nodeJob = (name: string, metricsPath: string, more: Readonly<Record<string, unknown>> = {}): ScrapeJob => ({
  name,
  spec: {
    jobName: name,
    scrapeClass: SCRAPE_CLASS.kubelet,
    scheme: 'HTTPS',
    metricsPath,
    kubernetesSDConfigs: [{ role: 'Node' }],
    ...more,
    relabelings: [copy(meta('node_name'), 'node')],
  },
});

function kubelet(): ScrapeJob {
  return nodeJob('kubelet', '/metrics');
}

/** cAdvisor inside the kubelet. Nothing is dropped: `container_spec_*` and cgroups without a pod are on the boards. */
function cadvisor(): ScrapeJob {
  // It gives its own times; staleness has to be tracked then, or series of gone containers live on for five minutes.
  return nodeJob('kubernetes-cadvisor', '/metrics/cadvisor', { honorTimestamps: true, trackTimestampsStaleness: true });
}

/** Histograms of the API server with tens of thousands of series that no board shows. */
const HEAVY =
  'apiserver_(?:request_(?:sli|slo)_duration_seconds|request_body_size_bytes|response_sizes|watch_events_sizes|watch_cache_read_wait_seconds)_bucket|etcd_request_duration_seconds_bucket|workqueue_(?:queue|work)_duration_seconds_bucket';

function apiServer(): ScrapeJob {
  return {
    name: 'kubernetes-apiservers',
    spec: {
      jobName: 'kubernetes-apiservers',
      scrapeClass: SCRAPE_CLASS.apiServer,
      scheme: 'HTTPS',
      kubernetesSDConfigs: [{ role: 'EndpointSlice', namespaces: { names: ['default'] } }],
      relabelings: [keep([meta('service_name'), meta('endpointslice_port_name')], 'kubernetes;https')],
      metricRelabelings: [drop(['__name__'], HEAVY)],
    },
  };
}

/** The sample app pushes to MyTSDB, not to Prometheus; its service level is judged here, so its series are fetched from there. */
function mytsdbFederation(): ScrapeJob {
  const { http } = systems.mytsdb.endpoints;
  return {
    name: 'mytsdb-federation',
    spec: {
      jobName: 'mytsdb-federation',
      metricsPath: '/federate',
      params: { 'match[]': ['{job="demo/sample-app"}'] },
      honorLabels: true,
      honorTimestamps: true,
      trackTimestampsStaleness: true,
      staticConfigs: [{ targets: [http.address] }],
    },
  };
}
