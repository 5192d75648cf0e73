/** statsd_exporter 0.28.0. */
import { NOBODY, type Recipe } from './recipe.ts';

export const statsdExporter: Recipe = {
  name: 'statsd-exporter',
  programs: { 'github.com/prometheus/statsd_exporter': '/bin/statsd_exporter' },
  ldflags: ['-X github.com/prometheus/common/version.Version=0.28.0'],
  images: [{ image: 'prom/statsd-exporter:v0.28.0', config: { entrypoint: ['/bin/statsd_exporter'], user: NOBODY } }],
  differs: '',
  measured: '25 s',
};
