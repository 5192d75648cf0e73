/** Versions that clients see. */

/** Our own. */
export const VERSION = '0.1.0';

/** The Prometheus whose API and PromQL this server speaks: Grafana chooses features by it. */
export const PROMETHEUS_VERSION = '3.5.0';
