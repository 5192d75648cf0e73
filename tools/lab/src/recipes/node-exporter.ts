/** node_exporter 1.8.2. */
import { NOBODY, type Recipe } from './recipe.ts';

export const nodeExporter: Recipe = {
  name: 'node-exporter',
  programs: { 'github.com/prometheus/node_exporter': '/bin/node_exporter' },
  ldflags: ['-X github.com/prometheus/common/version.Version=1.8.2'],
  images: [
    {
      image: 'quay.io/prometheus/node-exporter:v1.8.2',
      config: { entrypoint: ['/bin/node_exporter'], user: NOBODY },
    },
  ],
  differs: '',
  measured: '25 s',
};
