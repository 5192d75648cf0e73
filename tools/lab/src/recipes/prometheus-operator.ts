/** The Prometheus operator 0.85.0 and its configuration reloader. */
import { NOBODY, type Recipe } from './recipe.ts';

const MODULE = 'github.com/prometheus-operator/prometheus-operator';
const OPERATOR = `${MODULE}/cmd/operator`;
const RELOADER = `${MODULE}/cmd/prometheus-config-reloader`;

export const prometheusOperator: Recipe = {
  name: 'prometheus-operator',
  programs: { [OPERATOR]: '/bin/operator', [RELOADER]: '/bin/prometheus-config-reloader' },
  ldflags: ['-X github.com/prometheus/common/version.Version=0.85.0'],
  images: [
    {
      image: 'quay.io/prometheus-operator/prometheus-operator:v0.85.0',
      config: { entrypoint: ['/bin/operator'], user: NOBODY },
      only: [OPERATOR],
    },
    {
      image: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.85.0',
      config: { entrypoint: ['/bin/prometheus-config-reloader'], user: NOBODY },
      only: [RELOADER],
    },
  ],
  differs: '',
  measured: '1 min 50 s',
};
