/** kube-state-metrics 2.18.0. */
import { NOBODY, type Recipe } from './recipe.ts';

export const kubeStateMetrics: Recipe = {
  name: 'kube-state-metrics',
  programs: { 'k8s.io/kube-state-metrics/v2': '/kube-state-metrics' },
  ldflags: ['-X github.com/prometheus/common/version.Version=v2.18.0'],
  images: [
    {
      image: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.18.0',
      config: { entrypoint: ['/kube-state-metrics', '--port=8080', '--telemetry-port=8081'], user: NOBODY },
    },
  ],
  differs: '',
  measured: '3 min 15 s',
};
