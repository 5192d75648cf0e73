/** Traefik: the one way in. Every page is a host of the cluster's domain; those without a login of their own get this one. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  account,
  type Context,
  customObject,
  defineComponent,
  deployment,
  LOGIN_ANNOTATION,
  LOGIN_MIDDLEWARE,
  pageEntry,
  resources,
  type StandardInputs,
  service,
} from '@chimera/platform-kit';
import { traefikArguments } from './traefik-arguments.ts';

const system = systems.traefik;
const { web, websecure, admin } = system.endpoints;

/** Of Ingresses, for whoever brings some; our own pages are IngressRoutes. */
const INGRESS_CLASS = 'traefik';

export interface TraefikInputs extends StandardInputs {
  /** One line for each request, on standard output. */
  readonly accessLog: boolean;
}

export const traefik = defineComponent<TraefikInputs>({
  system,
  inputs: {
    replicas: 1,
    resources: resources('50m', '96Mi', '500m', '256Mi'),
    // Where there is no load balancer a cluster pins two node ports.
    service: { type: 'ClusterIP' },
    host: 'traefik',
    // Metrics tell what is usually asked, at a hundredth of the volume.
    accessLog: false,
  },
  metrics: [{ port: admin.port, path: '/metrics' }],
  recordings: [
    {
      record: 'service:traefik_service_requests:rate5m',
      expr: 'sum by (service) (rate(traefik_service_requests_total[5m]))',
    },
    {
      record: 'service:traefik_service_errors:ratio5m',
      expr: 'sum by (service) (rate(traefik_service_requests_total{code=~"5.."}[5m])) / sum by (service) (rate(traefik_service_requests_total[5m]))',
    },
  ],
  alerts: [
    {
      alert: 'TraefikGone',
      expr: 'absent(traefik_config_reloads_total)',
      for: '5m',
      severity: 'critical',
      summary: 'No Traefik is scraped: no page can be reached',
      runbook: {
        symptom: 'Every host of the domain refuses connections or does not answer.',
        check: 'kubectl -n traefik get pods -l app.kubernetes.io/name=traefik, then describe the pod and read its log.',
        fix: 'A wrong argument ends it at start and is named in the log: revert the change. Meanwhile kubectl port-forward reaches every page.',
      },
    },
    {
      alert: 'TraefikServiceErrors',
      expr: 'sum by (service) (rate(traefik_service_requests_total{code=~"5.."}[5m])) / sum by (service) (rate(traefik_service_requests_total[5m])) > 0.05',
      for: '10m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.service }} fail',
      runbook: {
        symptom:
          'A page answers 5xx: 502 and 503 come from Traefik when nothing answers behind it, others from the page itself.',
        check:
          'sum by (code) (rate(traefik_service_requests_total{service="..."}[5m])), then the pods behind that Service.',
        fix: 'Bring the pods back, or correct the Service and the network policy that should let Traefik in.',
      },
    },
    {
      alert: 'TraefikSlow',
      expr: 'histogram_quantile(0.99, sum by (service, le) (rate(traefik_service_request_duration_seconds_bucket{protocol="http"}[10m]))) > 5',
      for: '15m',
      severity: 'warning',
      summary: 'One request in a hundred to {{ $labels.service }} takes longer than {{ $value | humanizeDuration }}',
      runbook: {
        symptom: 'A page is slow for its readers.',
        check: 'Compare with the traffic of the service and with CPU and memory of the pods behind it.',
        fix: 'Give the service more resources or replicas; a single heavy board or query is more often the reason than the load.',
      },
    },
    {
      alert: 'TraefikCertificateEnds',
      expr: 'min by (cn) (traefik_tls_certs_not_after) - time() < 14 * 86400',
      for: '1h',
      severity: 'warning',
      summary: 'The certificate {{ $labels.cn }} ends in {{ $value | humanizeDuration }}',
      runbook: {
        symptom: 'Browsers will soon warn on every page of that name.',
        check: 'Which TLSStore or Secret holds it, and who renews it.',
        fix: 'Renew it and replace the Secret; the default certificate is made anew when Traefik restarts.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const watcher = account(context, {
      name: 'traefik',
      clusterRules: RULES,
      wideBecause: 'it watches Secrets wherever it watches routes: certificates and logins stand beside them',
    });
    context.allow({
      direction: 'egress',
      to: 'api-server',
      ports: [443, 6443],
      reason: 'watches routes, Services and Secrets',
    });
    context.allow({ direction: 'egress', to: 'cluster', ports: [], reason: 'forwards to every routed page' });
    deployment(context, {
      replicas: inputs.replicas,
      pod: {
        uid: 65532,
        account: watcher,
        metrics: { port: admin.port },
        // Requests under way end first.
        terminationGraceSeconds: 60,
        volumes: { tmp: { emptyDir: '64Mi' } },
        containers: [
          {
            name: 'traefik',
            image: system.images.server,
            args: traefikArguments({
              web,
              websecure,
              admin,
              ingressClass: INGRESS_CLASS,
              accessLog: inputs.accessLog,
              tls: context.cluster.tls,
            }),
            ports: { web: web.port, websecure: websecure.port, admin: admin.port },
            resources: inputs.resources,
            mounts: { tmp: '/tmp' },
            live: { http: '/ping', port: admin.port },
            ready: { http: '/ping', port: admin.port },
          },
        ],
      },
    });
    service(context, { endpoints: [web, websecure], workload: 'server', input: inputs.service });
    customObject(context, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: INGRESS_CLASS },
      spec: { controller: 'traefik.io/ingress-controller' },
    });
    login(context);
    if (context.cluster.tls) certificate(context);
    dashboard(context, inputs.host);
  },
});

/** What Traefik 3.3 watches. Secrets in every namespace, because certificates and logins of routes are there. */
const RULES = [
  { apiGroups: [''], resources: ['services', 'secrets', 'nodes'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
  {
    apiGroups: ['traefik.io'],
    resources: [
      'ingressroutes',
      'ingressroutetcps',
      'ingressrouteudps',
      'middlewares',
      'middlewaretcps',
      'serverstransports',
      'serverstransporttcps',
      'tlsoptions',
      'tlsstores',
      'traefikservices',
    ],
    verbs: ['get', 'list', 'watch'],
  },
];

/** The login. The header is taken off: Grafana, for one, would take it for a login of its own and refuse it. */
function login(context: Context): void {
  const { name } = context.secret(system.secrets.login);
  customObject(context, {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'Middleware',
    metadata: { name: LOGIN_MIDDLEWARE.name },
    spec: { basicAuth: { secret: name, realm: 'chimera', removeHeader: true } },
  });
}

/** What every page shows that names no certificate of its own. */
function certificate(context: Context): void {
  const { name } = context.secret(system.secrets.certificate);
  customObject(context, {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'TLSStore',
    // Traefik looks at the store of this name only.
    metadata: { name: 'default' },
    spec: { defaultCertificate: { secretName: name } },
  });
}

/** Served by Traefik itself, so it is a route without a Service. */
function dashboard(context: Context, host: string | null): void {
  if (host === null) return;
  customObject(context, {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: { name: system.name, annotations: { [LOGIN_ANNOTATION]: 'middleware' } },
    spec: {
      ...pageEntry(context),
      routes: [
        {
          kind: 'Rule',
          match: `Host(\`${host}.${context.cluster.domain}\`)`,
          middlewares: [{ ...LOGIN_MIDDLEWARE }],
          services: [{ kind: 'TraefikService', name: 'api@internal' }],
        },
      ],
    },
  });
}
