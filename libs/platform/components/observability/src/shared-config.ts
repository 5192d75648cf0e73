/** The `shared-config` ConfigMap: the ports that everybody may read from the environment, from the constants all references use. */
import { systems } from '@chimera/platform-catalog';
import { configMap, defineComponent } from '@chimera/platform-kit';

const { grafana, jaeger, prometheus } = systems;

/** Values by variable, as the pods' environment has them. */
export const sharedPorts: Readonly<Record<string, string>> = {
  GRAFANA_PORT: String(grafana.endpoints.web.port),
  PROMETHEUS_PORT: String(prometheus.endpoints.web.port),
  JAEGER_COLLECTOR_HTTP_PORT: String(jaeger.endpoints['collector-http'].port),
  JAEGER_COLLECTOR_GRPC_PORT: String(jaeger.endpoints['collector-grpc'].port),
  JAEGER_QUERY_HTTP_PORT: String(jaeger.endpoints.query.port),
};

export const sharedConfig = defineComponent<object>({
  system: systems.sharedConfig,
  inputs: {},
  metrics: { none: 'a ConfigMap runs nothing' },
  alerts: { none: 'a ConfigMap runs nothing' },
  boards: { none: 'a ConfigMap runs nothing' },
  build(_chart, _inputs, context) {
    configMap(context, 'shared-config', sharedPorts);
  },
});
