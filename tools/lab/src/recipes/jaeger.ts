/** Jaeger 1.29.0, all in one. */
import type { Recipe } from './recipe.ts';

const STRATEGIES = { default_strategy: { type: 'probabilistic', param: 1 } };

export const jaeger: Recipe = {
  name: 'jaeger',
  programs: { 'github.com/jaegertracing/jaeger/cmd/all-in-one': '/go/bin/all-in-one-linux' },
  ldflags: ['-X github.com/jaegertracing/jaeger/pkg/version.latestVersion=v1.29.0'],
  images: [
    {
      image: 'jaegertracing/all-in-one:1.29.0',
      config: {
        entrypoint: ['/go/bin/all-in-one-linux'],
        cmd: ['--sampling.strategies-file=/etc/jaeger/sampling_strategies.json'],
      },
      files: { '/etc/jaeger/sampling_strategies.json': `${JSON.stringify(STRATEGIES)}\n` },
    },
  ],
  differs: "a placeholder page instead of the web UI's assets",
  measured: '1 min',
};
