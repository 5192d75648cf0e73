/** Pushgateway 1.11.3. */
import { NOBODY, type Recipe } from './recipe.ts';

export const pushgateway: Recipe = {
  name: 'pushgateway',
  programs: { 'github.com/prometheus/pushgateway': '/bin/pushgateway' },
  ldflags: ['-X github.com/prometheus/common/version.Version=1.11.3'],
  images: [
    {
      image: 'prom/pushgateway:v1.11.3',
      config: { entrypoint: ['/bin/pushgateway'], user: NOBODY, workingDir: '/pushgateway' },
      writable: ['/pushgateway'],
    },
  ],
  differs: '',
  measured: '50 s',
};
