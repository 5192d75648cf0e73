/** Pods and services, and what is scraped of them: cases for the unit test, and for the proof with a real Prometheus. */
import type { ScrapeChoices } from '../scrape-jobs.ts';
import { endpointTargets, type PodFacts, podTargets } from './discovery.ts';
import type { LabelSet } from './relabel.ts';

export interface ScrapeCase {
  readonly name: string;
  readonly job: 'kubernetes-pods' | 'kubernetes-services';
  readonly mode: ScrapeChoices['annotationScrape'];
  readonly discovered: readonly LabelSet[];
  /** URLs, in order. */
  readonly urls: readonly string[];
  /** Labels that the first target must have; an empty text: must lack. */
  readonly labels?: LabelSet;
}

export const ASKING_NAMESPACES = ['kube-system'];

const scrape = (values: Record<string, string>): LabelSet =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`prometheus.io/${name}`, value]));
const web = { name: 'web', ports: [{ port: 8080, name: 'http' }] };
const two = {
  name: 'web',
  ports: [
    { port: 8080, name: 'http' },
    { port: 9000, name: 'admin' },
  ],
};
const bare = { name: 'worker' };
const pod = (facts: Partial<PodFacts>): PodFacts => ({ name: 'app-1', containers: [web], ...facts });

const pods = (
  name: string,
  facts: Partial<PodFacts>,
  expected: { readonly 'opt-out': readonly string[]; readonly 'opt-in': readonly string[]; readonly labels?: LabelSet },
): ScrapeCase[] =>
  (['opt-out', 'opt-in'] as const).map((mode) => ({
    name: `${mode}: ${name}`,
    job: 'kubernetes-pods',
    mode,
    discovered: podTargets(pod(facts)),
    urls: expected[mode],
    ...(expected.labels && expected[mode].length > 0 && { labels: expected.labels }),
  }));

const both = (...urls: string[]) => ({ 'opt-out': urls, 'opt-in': urls });
const one = 'http://10.1.0.7:8080/metrics';

const podCases: readonly ScrapeCase[] = [
  pods(
    'a pod that says nothing and declares a port',
    {},
    {
      'opt-out': [one],
      'opt-in': [],
      labels: { job: 'kubernetes-pods', namespace: 'apps', pod: 'app-1', container: 'web', node: 'node-a' },
    },
  ),
  pods(
    'a pod that says nothing and declares two ports',
    { containers: [two] },
    {
      'opt-out': [one, 'http://10.1.0.7:9000/metrics'],
      'opt-in': [],
    },
  ),
  pods('a pod that says nothing and declares no port', { containers: [bare] }, both()),
  pods('a pod that says false', { annotations: scrape({ scrape: 'false' }) }, both()),
  pods('false wins over a port', { annotations: scrape({ scrape: 'false', port: '9100' }) }, both()),
  pods('a pod that says true', { annotations: scrape({ scrape: 'true' }) }, both(one)),
  pods(
    'the port of the annotation instead of the declared two, once',
    { annotations: scrape({ scrape: 'true', port: '9100' }), containers: [two, bare] },
    { ...both('http://10.1.0.7:9100/metrics'), labels: { container: '' } },
  ),
  pods(
    'an annotated port alone',
    { annotations: scrape({ port: '9100' }), containers: [bare] },
    {
      'opt-out': ['http://10.1.0.7:9100/metrics'],
      'opt-in': [],
    },
  ),
  pods(
    'true without any port: a target without port',
    { annotations: scrape({ scrape: 'true' }), containers: [bare] },
    both('http://10.1.0.7/metrics'),
  ),
  pods(
    'path and scheme',
    { annotations: scrape({ scrape: 'true', path: '/actuator/prometheus', scheme: 'https' }) },
    both('https://10.1.0.7:8080/actuator/prometheus'),
  ),
  pods('a scheme that is none', { annotations: scrape({ scrape: 'true', scheme: 'ftp' }) }, both(one)),
  pods('a port that is none', { annotations: scrape({ scrape: 'true', port: 'http' }) }, both(one)),
  pods(
    'an IPv6 pod with a port of its own',
    { ip: 'fd00::7', annotations: scrape({ scrape: 'true', port: '9100' }) },
    both('http://[fd00::7]:9100/metrics'),
  ),
  pods(
    'UDP is not scraped',
    { containers: [{ name: 'dns', ports: [{ port: 53, protocol: 'UDP' }, { port: 9153 }] }] },
    { 'opt-out': ['http://10.1.0.7:9153/metrics'], 'opt-in': [] },
  ),
  pods(
    'a container that runs before the others is not scraped',
    { containers: [web, { name: 'wait', init: true, ports: [{ port: 1234 }] }] },
    { 'opt-out': [one], 'opt-in': [] },
  ),
  pods(
    'a sidecar among the init containers is, when the annotation names its port',
    {
      annotations: scrape({ scrape: 'true', port: '9102' }),
      containers: [web, { name: 'statsd', init: true, ports: [{ port: 9102 }] }],
    },
    both('http://10.1.0.7:9102/metrics'),
  ),
  pods('a pod that is done', { phase: 'Succeeded', annotations: scrape({ scrape: 'true' }) }, both()),
  pods('a namespace whose pods have to ask', { namespace: 'kube-system' }, both()),
  pods(
    'a namespace whose pods have to ask, and one that does',
    { namespace: 'kube-system', annotations: scrape({ scrape: 'true' }) },
    both(one),
  ),
  pods(
    "a pod of the platform is found under its system's name",
    { annotations: scrape({ scrape: 'true', port: '3000' }), labels: { 'app.kubernetes.io/name': 'grafana' } },
    { ...both('http://10.1.0.7:3000/metrics'), labels: { job: 'grafana' } },
  ),
].flat();

type Expected = Pick<ScrapeCase, 'urls' | 'labels'>;
const services = (
  name: string,
  mode: ScrapeCase['mode'],
  facts: Partial<Parameters<typeof endpointTargets>[0]>,
  expected: Expected,
): ScrapeCase => ({
  name: `${mode}: ${name}`,
  job: 'kubernetes-services',
  mode,
  discovered: endpointTargets({
    name: 'app',
    ports: [{ port: 8080, name: 'http' }],
    endpoints: [pod({})],
    ...facts,
  }),
  ...expected,
});
const asks = { annotations: scrape({ scrape: 'true' }) };

const serviceCases: readonly ScrapeCase[] = [
  services('a service that says nothing', 'opt-out', {}, { urls: [] }),
  services('a service that says nothing', 'opt-in', {}, { urls: [] }),
  services('a service that asks', 'opt-in', asks, {
    urls: [one],
    labels: { job: 'kubernetes-services', service: 'app', namespace: 'apps', pod: 'app-1', node: 'node-a' },
  }),
  services('its pod is scraped as a pod already', 'opt-out', asks, { urls: [] }),
  services('its pod says true: scraped as a pod', 'opt-in', { ...asks, endpoints: [pod(asks)] }, { urls: [] }),
  services(
    'its pod says false: the service speaks for it',
    'opt-out',
    { ...asks, endpoints: [pod({ annotations: scrape({ scrape: 'false' }) })] },
    { urls: [one] },
  ),
  services(
    'its pod declares no port, so nobody else scrapes it',
    'opt-out',
    { ...asks, endpoints: [pod({ containers: [bare] })] },
    { urls: [one] },
  ),
  services(
    'another path than the pod would be asked for',
    'opt-out',
    { annotations: scrape({ scrape: 'true', path: '/api/metrics' }) },
    { urls: ['http://10.1.0.7:8080/api/metrics'] },
  ),
  services(
    'the cluster DNS: its namespace has to ask, its service does, with a port',
    'opt-out',
    {
      namespace: 'kube-system',
      annotations: scrape({ scrape: 'true', port: '9153' }),
      ports: [
        { port: 53, name: 'dns', protocol: 'UDP' },
        { port: 53, name: 'dns-tcp' },
        { port: 9153, name: 'metrics' },
      ],
      endpoints: [pod({ namespace: 'kube-system', containers: [{ name: 'coredns', ports: [{ port: 9153 }] }] })],
    },
    { urls: ['http://10.1.0.7:9153/metrics'], labels: { namespace: 'kube-system' } },
  ),
  services(
    "the pod's other ports do not count",
    'opt-in',
    { ...asks, endpoints: [pod({ containers: [two] })] },
    { urls: [one] },
  ),
  services(
    'an endpoint outside the cluster',
    'opt-out',
    { ...asks, endpoints: ['192.0.2.9'] },
    {
      urls: ['http://192.0.2.9:8080/metrics'],
      labels: { pod: '' },
    },
  ),
];

export const scrapeCases: readonly ScrapeCase[] = [...podCases, ...serviceCases];
