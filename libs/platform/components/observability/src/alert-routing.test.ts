import { namespaces, teamIds, teams } from '@chimera/platform-catalog';
import { describe, expect, it } from 'vitest';
import { alertRouting, type Matcher, type ReceiverName, type Route } from './alert-routing.ts';
import { insightsAlerts } from './insights-alerts.ts';
import { workloadAlerts } from './workload-alerts.ts';

const routing = alertRouting((receiver) => ({ url: `http://sink/${receiver}` }));

const matches = ({ name, matchType, value }: Matcher, labels: Readonly<Record<string, string>>): boolean => {
  const text = labels[name] ?? '';
  const equal = matchType.endsWith('~') ? new RegExp(`^(?:${value})$`).test(text) : text === value;
  return matchType.startsWith('!') ? !equal : equal;
};

/** As Alertmanager: the first child that matches, or else the node itself. */
function receiverOf(route: Route, labels: Readonly<Record<string, string>>): string {
  const child = (route.routes ?? []).find(({ matchers = [] }) => matchers.every((matcher) => matches(matcher, labels)));
  return child === undefined ? route.receiver : receiverOf(child, labels);
}

describe('alertRouting', () => {
  it.each(teamIds)('sends what %s raised to %s', (team) => {
    expect(receiverOf(routing.route, { alertname: 'X', team })).toBe(team);
  });

  it.each(namespaces.map(({ name, team }) => [name, team]))(
    'tells the owner about workloads in %s',
    (namespace, team) => {
      const labels = { alertname: 'ContainerRestartingOften', namespace, team: 'observability' };
      expect(receiverOf(routing.route, labels)).toBe(team);
    },
  );

  it('leaves alerts of the cluster, and those without a team, to observability', () => {
    expect(receiverOf(routing.route, { alertname: 'KubeNodeNotReady', team: 'observability' })).toBe('observability');
    expect(receiverOf(routing.route, { alertname: 'ContainerRestartingOften', namespace: 'kube-system' })).toBe(
      'observability',
    );
    expect(receiverOf(routing.route, { alertname: 'X' })).toBe('observability');
  });

  it('sends the watchdog to its own receiver', () => {
    expect(receiverOf(routing.route, { alertname: 'Watchdog', team: 'observability' })).toBe('watchdog');
  });

  it('has a receiver for every route, and a route for every receiver', () => {
    const routed = new Set<string>();
    const visit = (route: Route): void => {
      routed.add(route.receiver);
      route.routes?.forEach(visit);
    };
    visit(routing.route);
    const receivers: readonly ReceiverName[] = [...(Object.keys(teams) as typeof teamIds), 'watchdog'];
    expect([...routed].sort()).toEqual([...receivers].sort());
    expect(routing.receivers.map(({ name }) => name).sort()).toEqual([...receivers].sort());
  });

  it('knows only alerts that exist', () => {
    const known = insightsAlerts.map(({ alert }) => alert);
    expect(workloadAlerts.filter((name) => !known.includes(name))).toEqual([]);
  });
});
