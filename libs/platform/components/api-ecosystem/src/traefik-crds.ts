/** Traefik's definitions: routes and middlewares. Their own component, so that routes can be applied before Traefik runs. */
import { systems } from '@chimera/platform-catalog';
import { defineComponent, definitions } from '@chimera/platform-kit';

const none = { none: 'definitions run nothing' };

export const traefikCrds = defineComponent<object>({
  system: systems.traefikCrds,
  inputs: {},
  metrics: none,
  alerts: none,
  boards: none,
  build(_chart, _inputs, context) {
    definitions(context, new URL('../crds/traefik/', import.meta.url));
  },
});
