/** External Secrets' definitions: stores and secrets. Their own component, so that ExternalSecrets outlive the operator. */
import { systems } from '@chimera/platform-catalog';
import { defineComponent, definitions } from '@chimera/platform-kit';

const none = { none: 'definitions run nothing' };

export const externalSecretsCrds = defineComponent<object>({
  system: systems.externalSecretsCrds,
  inputs: {},
  metrics: none,
  alerts: none,
  boards: none,
  build(_chart, _inputs, context) {
    definitions(context, new URL('../crds/external-secrets/', import.meta.url));
  },
});
