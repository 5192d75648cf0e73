/** Prometheus 3.1.0, with promtool. */
import { NOBODY, type Recipe } from './recipe.ts';

const MODULE = 'github.com/prometheus/prometheus';
const VERSION = 'github.com/prometheus/common/version.Version=3.1.0';

export const prometheus: Recipe = {
  name: 'prometheus',
  programs: { [`${MODULE}/cmd/prometheus`]: '/bin/prometheus', [`${MODULE}/cmd/promtool`]: '/bin/promtool' },
  ldflags: [`-X ${VERSION}`],
  images: [
    {
      image: 'quay.io/prometheus/prometheus:v3.1.0',
      config: {
        entrypoint: ['/bin/prometheus'],
        cmd: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'],
        user: NOBODY,
        workingDir: '/prometheus',
      },
      writable: ['/prometheus'],
    },
  ],
  differs: "without the web UI's assets",
  measured: '4 min 30 s',
};
