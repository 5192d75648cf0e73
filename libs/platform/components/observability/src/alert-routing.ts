/** Where alerts go: a receiver per team, from teams.ts and the namespaces' owners. The spec of an AlertmanagerConfig. */
import { namespaces, type TeamId, teamIds } from '@chimera/platform-catalog';
import { workloadAlerts } from './workload-alerts.ts';

export interface Matcher {
  readonly name: string;
  readonly matchType: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface Route {
  readonly receiver: string;
  readonly matchers?: readonly Matcher[];
  readonly groupBy?: readonly string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly routes?: readonly Route[];
}

export type ReceiverName = TeamId | 'watchdog';

/** The webhook's address: in the open, or a key of a Secret. */
export type ReceiverAddress =
  | { readonly url: string }
  | { readonly urlSecret: { readonly name: string; readonly key: string } };

export interface AlertRouting {
  readonly route: Route;
  readonly receivers: readonly {
    readonly name: ReceiverName;
    readonly webhookConfigs: readonly (ReceiverAddress & { readonly sendResolved: boolean })[];
  }[];
  readonly inhibitRules: readonly {
    readonly sourceMatch: readonly Matcher[];
    readonly targetMatch: readonly Matcher[];
    readonly equal: readonly string[];
  }[];
}

const is = (name: string, value: string): Matcher => ({ name, matchType: '=', value });
const oneOf = (name: string, values: readonly string[]): Matcher => ({
  name,
  matchType: '=~',
  value: values.join('|'),
});

/** The whole routing; `address` says where a receiver is. */
export function alertRouting(address: (receiver: ReceiverName) => ReceiverAddress): AlertRouting {
  const receivers: readonly ReceiverName[] = [...teamIds, 'watchdog'];
  return {
    route: {
      // What carries no team is the business of those who run the monitoring.
      receiver: 'observability',
      groupBy: ['cluster', 'alertname', 'namespace'],
      groupWait: '30s',
      groupInterval: '5m',
      repeatInterval: '4h',
      routes: [
        // Sent on and on: its receiver raises the alarm when it stops.
        { receiver: 'watchdog', matchers: [is('alertname', 'Watchdog')], groupWait: '0s', repeatInterval: '5m' },
        // Kubernetes' view of a workload goes to those who own its namespace, whoever wrote the rule.
        ...teamIds.flatMap((team): Route[] => {
          const owned = namespaces.filter((namespace) => namespace.team === team).map(({ name }) => name);
          if (owned.length === 0) return [];
          return [{ receiver: team, matchers: [oneOf('alertname', workloadAlerts), oneOf('namespace', owned)] }];
        }),
        ...teamIds.map((team): Route => ({ receiver: team, matchers: [is('team', team)] })),
      ],
    },
    receivers: receivers.map((name) => ({
      name,
      webhookConfigs: [{ ...address(name), sendResolved: name !== 'watchdog' }],
    })),
    inhibitRules: [
      {
        sourceMatch: [is('severity', 'critical')],
        targetMatch: [oneOf('severity', ['warning', 'info'])],
        equal: ['cluster', 'namespace', 'alertname'],
      },
    ],
  };
}
