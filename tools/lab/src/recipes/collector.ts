/** The OpenTelemetry collector 0.38.0: the core components, and those contrib modules that are published. */
import type { Recipe } from './recipe.ts';

export const collector: Recipe = {
  name: 'collector',
  programs: { '.': '/otelcol' },
  images: [
    {
      image: 'otel/opentelemetry-collector:0.38.0',
      config: { entrypoint: ['/otelcol'], cmd: ['--config', '/etc/otel/config.yaml'], user: '10001' },
    },
  ],
  differs:
    'receivers otlp and prometheus, exporters otlp, otlphttp, logging, jaeger, prometheus and prometheusremotewrite; health_check and resource are own stand-ins, their modules are not in the checksum database',
  measured: '4 min',
};
