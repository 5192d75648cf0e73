import { describe, expect, test } from 'vitest';
import { isNamed, notFound } from './find-object.ts';

const object = (kind: string, name: string) => ({ kind, metadata: { name } });
const grafana = object('Deployment', 'grafana');
const objects = [
  grafana,
  object('Service', 'grafana'),
  object('NetworkPolicy', 'grafana'),
  object('ClusterRole', 'chimera-argocd-server'),
  object('Prometheus', 'prometheus'),
];

test.each(['deployment/grafana', 'Deployment/Grafana', 'deploy/grafana', 'deployments/grafana'])('%s', (wanted) => {
  expect(objects.filter((one) => isNamed(one, wanted))).toEqual([grafana]);
});

test.each([
  ['netpol/grafana', 'NetworkPolicy'],
  ['networkpolicies/grafana', 'NetworkPolicy'],
  ['svc/grafana', 'Service'],
])('%s is a %s', (wanted, kind) => {
  expect(objects.filter((one) => isNamed(one, wanted)).map((one) => one.kind)).toEqual([kind]);
});

describe('what is not there', () => {
  test.each([
    [
      'a name alone',
      'grafana',
      'write <kind>/<name>; there are deployment/grafana, networkpolicy/grafana, service/grafana',
    ],
    ['another kind', 'secret/grafana', 'Of that name there are deployment/grafana, networkpolicy/grafana'],
    ['part of a name', 'clusterrole/argocd-server', 'Near it there is clusterrole/chimera-argocd-server'],
    ['a letter wrong', 'deployment/grafena', 'did you mean "deployment/grafana"?'],
    ['a kind misspelt', 'deplyment/grafana', 'Of that name there are deployment/grafana'],
    ['nothing near', 'pod/xyz', 'Kinds and names are as in gitops/'],
  ])('%s', (_, wanted, message) => {
    expect(notFound(objects, wanted, 'No cluster')).toContain(message);
  });
});
