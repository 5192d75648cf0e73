/**
 * `argocd-notifications-cm`: failed syncs and degraded Applications become alerts of the team that owns them. They go to
 * Alertmanager, whose routes know every team's channel, so that no second list of channels is kept here.
 */
import { systems, teamIds, teams } from '@chimera/platform-catalog';
import { LABEL } from '@chimera/platform-kit';
import { stringify } from 'yaml';

/** Trigger by name: when, and once per what. */
const TRIGGERS = {
  'on-sync-failed': {
    when: "app.status.operationState != nil and app.status.operationState.phase in ['Error', 'Failed']",
    send: 'application-sync-failed',
  },
  'on-health-degraded': { when: "app.status.health.status == 'Degraded'", send: 'application-degraded' },
} as const;

const TEMPLATES = {
  'application-sync-failed': {
    alertname: 'ApplicationSyncFailed',
    summary: 'Argo CD could not sync {{.app.metadata.name}}',
    description: '{{.app.status.operationState.message}}',
  },
  'application-degraded': {
    alertname: 'ApplicationDegraded',
    summary: '{{.app.metadata.name}} is degraded',
    description: 'Look at its objects in Argo CD: the unhealthy one says why.',
  },
} as const;

/** Who hears of what: one entry per team, for the Applications that carry its label. */
export function subscriptions(): { recipients: string[]; triggers: string[]; selector: string }[] {
  return teamIds.map((id) => ({
    recipients: [`alertmanager:${teams[id].channel}`],
    triggers: Object.keys(TRIGGERS),
    selector: `${LABEL.team}=${id}`,
  }));
}

export function notifications(url: string): Record<string, string> {
  return {
    context: stringify({ argocdUrl: url }),
    'service.alertmanager': stringify({ targets: [systems.alertmanager.endpoints.web.address], scheme: 'http' }),
    subscriptions: stringify(subscriptions()),
    ...Object.fromEntries(
      Object.entries(TRIGGERS).map(([name, { when, send }]) => [
        `trigger.${name}`,
        // Once per commit: a retry of the same one is no news.
        stringify([{ when, oncePer: 'app.status.operationState?.syncResult?.revision', send: [send] }], {
          lineWidth: 0,
        }),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(TEMPLATES).map(([name, { alertname, summary, description }]) => [
        `template.${name}`,
        stringify(
          {
            message: summary,
            alertmanager: {
              labels: {
                alertname,
                severity: 'warning',
                application: '{{.app.metadata.name}}',
                team: `{{index .app.metadata.labels "${LABEL.team}"}}`,
              },
              annotations: { summary, description },
              generatorURL: '{{.context.argocdUrl}}/applications/{{.app.metadata.name}}',
            },
          },
          { lineWidth: 0 },
        ),
      ]),
    ),
  };
}
