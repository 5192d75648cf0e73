/** Alertmanager 0.28.0, with amtool. */
import { NOBODY, type Recipe } from './recipe.ts';

const MODULE = 'github.com/prometheus/alertmanager';
const VERSION = 'github.com/prometheus/common/version.Version=0.28.0';

export const alertmanager: Recipe = {
  name: 'alertmanager',
  programs: { [`${MODULE}/cmd/alertmanager`]: '/bin/alertmanager', [`${MODULE}/cmd/amtool`]: '/bin/amtool' },
  ldflags: [`-X ${VERSION}`],
  images: [
    {
      image: 'quay.io/prometheus/alertmanager:v0.28.0',
      config: {
        entrypoint: ['/bin/alertmanager'],
        cmd: ['--config.file=/etc/alertmanager/alertmanager.yml', '--storage.path=/alertmanager'],
        user: NOBODY,
        workingDir: '/alertmanager',
      },
      writable: ['/alertmanager'],
    },
  ],
  differs: '',
  measured: '50 s',
};
