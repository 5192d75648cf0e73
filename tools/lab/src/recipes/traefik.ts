/** Traefik 3.3.5. */
import type { Recipe } from './recipe.ts';

export const traefik: Recipe = {
  name: 'traefik',
  programs: { 'github.com/traefik/traefik/v3/cmd/traefik': '/usr/local/bin/traefik' },
  ldflags: ['-X github.com/traefik/traefik/v3/pkg/version.Version=3.3.5'],
  images: [{ image: 'traefik:v3.3.5', config: { entrypoint: ['/usr/local/bin/traefik'] } }],
  differs: "without the shell script that is the entry point, and without the dashboard's assets",
  measured: '6 min',
};
