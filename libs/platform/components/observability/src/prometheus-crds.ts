/** The Prometheus operator's definitions, before anything that uses them. They outlive every Application. */
import { systems } from '@chimera/platform-catalog';
import { defineComponent, definitions } from '@chimera/platform-kit';

export const prometheusCrds = defineComponent<object>({
  system: systems.prometheusCrds,
  inputs: {},
  metrics: { none: 'definitions run nothing' },
  alerts: { none: 'definitions run nothing' },
  boards: { none: 'definitions run nothing' },
  build(_chart, _inputs, context) {
    definitions(context, new URL('../crds/prometheus-operator/', import.meta.url));
  },
});
