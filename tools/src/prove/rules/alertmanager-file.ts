/** alertmanager.yml from the spec of an AlertmanagerConfig, as far as ours go: what the operator does, without its prefixes of names. */

interface Matcher {
  readonly name: string;
  readonly matchType: string;
  readonly value: string;
}

interface Route {
  readonly receiver: string;
  readonly matchers?: readonly Matcher[];
  readonly groupBy?: readonly string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly routes?: readonly Route[];
}

export interface AlertmanagerConfigSpec {
  readonly route: Route;
  readonly receivers: readonly {
    readonly name: string;
    readonly webhookConfigs?: readonly {
      readonly url?: string;
      readonly urlSecret?: object;
      readonly sendResolved: boolean;
    }[];
  }[];
  readonly inhibitRules?: readonly {
    readonly sourceMatch: readonly Matcher[];
    readonly targetMatch: readonly Matcher[];
    readonly equal: readonly string[];
  }[];
}

/** Addresses that come from a Secret get a placeholder. */
export function alertmanagerFile({ route, receivers, inhibitRules = [] }: AlertmanagerConfigSpec): object {
  return {
    route: routeOf(route),
    receivers: receivers.map(({ name, webhookConfigs = [] }) => ({
      name,
      webhook_configs: webhookConfigs.map(({ url, sendResolved }) => ({
        url: url ?? 'http://from-a-secret.invalid/',
        send_resolved: sendResolved,
      })),
    })),
    inhibit_rules: inhibitRules.map(({ sourceMatch, targetMatch, equal }) => ({
      source_matchers: sourceMatch.map(matcher),
      target_matchers: targetMatch.map(matcher),
      equal,
    })),
  };
}

function routeOf(route: Route): object {
  return {
    receiver: route.receiver,
    ...(route.matchers && { matchers: route.matchers.map(matcher) }),
    ...(route.groupBy && { group_by: route.groupBy }),
    ...(route.groupWait && { group_wait: route.groupWait }),
    ...(route.groupInterval && { group_interval: route.groupInterval }),
    ...(route.repeatInterval && { repeat_interval: route.repeatInterval }),
    ...(route.routes && { routes: route.routes.map(routeOf) }),
  };
}

function matcher({ name, matchType, value }: Matcher): string {
  return `${name}${matchType}${JSON.stringify(value)}`;
}
