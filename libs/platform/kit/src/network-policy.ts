/** One NetworkPolicy per component: what its endpoints admit and what its references reach. Everything else is denied. */
import { k8s } from 'cdk8s-plus-34';
import type { Component } from './component.ts';
import type { Context } from './context.ts';
import { accessLabel, LABEL, PROXY, SCRAPER } from './conventions.ts';
import { isNone } from './observability.ts';
import type { Protocol } from './system.ts';

/** Adds the policy that selects the component's pods. */
export function networkPolicy(context: Context, component: Component<object>): void {
  const { system } = context;
  const self = { podSelector: { matchLabels: { [LABEL.name]: system.name } } };
  const ingress: k8s.NetworkPolicyIngressRule[] = [{ from: [self] }];
  for (const endpoint of Object.values(system.endpoints)) {
    const from = {
      namespaceSelector: {},
      podSelector: { matchLabels: { [accessLabel(system.name, endpoint.name)]: 'true' } },
    };
    ingress.push({ from: [from], ports: [port(endpoint.port, endpoint.protocol)] });
  }
  if (!isNone(component.metrics)) {
    ingress.push({ from: [podsOf(SCRAPER)], ports: ports(component.metrics.map((target) => target.port)) });
  }
  if (context.routed.size > 0) ingress.push({ from: [podsOf(PROXY)], ports: ports([...context.routed]) });
  if (context.exposed.size > 0) ingress.push({ ports: ports([...context.exposed]) });

  const egress: k8s.NetworkPolicyEgressRule[] = [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        },
      ],
      ports: [port(53, 'udp'), port(53, 'tcp')],
    },
    { to: [self] },
  ];
  for (const { endpoint } of context.uses) {
    egress.push({
      to: [podsOf({ namespace: endpoint.namespace, name: endpoint.system })],
      ports: [port(endpoint.port, endpoint.protocol)],
    });
  }
  const reasons: string[] = [];
  for (const traffic of context.traffic) {
    reasons.push(traffic.reason);
    if (traffic.direction === 'ingress') ingress.push({ ports: ports(traffic.ports) });
    else if (traffic.to === 'cluster')
      egress.push({
        to: [{ namespaceSelector: {} }],
        ...(traffic.ports.length > 0 && { ports: ports(traffic.ports) }),
      });
    // Neither the API server nor a node is a pod: only an address block can name them.
    else egress.push({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: ports(traffic.ports) });
  }
  new k8s.KubeNetworkPolicy(context.chart, 'network-policy', {
    metadata: {
      name: system.name,
      ...(reasons.length > 0 && { annotations: { 'chimera.dev/traffic': reasons.join('; ') } }),
    },
    spec: {
      podSelector: { matchLabels: { [LABEL.name]: system.name } },
      policyTypes: ['Ingress', 'Egress'],
      ingress,
      egress,
    },
  });
}

function podsOf({ namespace, name }: { readonly namespace: string; readonly name: string }): k8s.NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: { [LABEL.name]: name } },
  };
}

function ports(numbers: readonly number[]): k8s.NetworkPolicyPort[] {
  return [...new Set(numbers)].sort((a, b) => a - b).map((number) => port(number, 'tcp'));
}

function port(number: number, protocol: Protocol): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(number), protocol: protocol === 'udp' ? 'UDP' : 'TCP' };
}
