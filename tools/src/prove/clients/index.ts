/** The real clients, by name: `npm run prove -- clients` runs all of them. */
import type { Proof } from '../proof.ts';
import { pyarrow } from '../pyarrow.ts';
import { prometheusFederation } from './federation.ts';
import { grafana } from './grafana.ts';
import { otelGo } from './otel-go.ts';
import { otelJs } from './otel-js.ts';
import { promtool } from './promtool.ts';
import { prometheus3RemoteRead, prometheusRemoteRead } from './remote-read.ts';
import { prometheus3RemoteWrite, prometheusRemoteWrite } from './remote-write.ts';

export const CLIENTS: Readonly<Record<string, Proof>> = {
  'prometheus-remote-write': prometheusRemoteWrite,
  'prometheus-remote-read': prometheusRemoteRead,
  'prometheus-3-remote-write': prometheus3RemoteWrite,
  'prometheus-3-remote-read': prometheus3RemoteRead,
  'prometheus-federation': prometheusFederation,
  promtool,
  'otel-js': otelJs,
  'otel-go': otelGo,
  pyarrow,
  grafana,
};
