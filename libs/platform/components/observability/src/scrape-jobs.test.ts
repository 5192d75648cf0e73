import { describe, expect, it } from 'vitest';
import { scrapeJobs } from './scrape-jobs.ts';
import { relabel, targetsOf } from './testing/relabel.ts';
import { ASKING_NAMESPACES, scrapeCases } from './testing/scrape-cases.ts';

const jobOf = (mode: 'opt-out' | 'opt-in', name: string) => {
  const job = scrapeJobs({ annotationScrape: mode, askingNamespaces: ASKING_NAMESPACES }).find(
    (one) => one.name === name,
  );
  if (job === undefined) throw new Error(`no job ${name}`);
  return job;
};

describe('annotation-based scraping', () => {
  it.each(scrapeCases.map((one) => [`${one.job}, ${one.name}`, one] as const))('%s', (_, one) => {
    const targets = targetsOf(jobOf(one.mode, one.job), one.discovered);
    expect(targets.map(({ url }) => url)).toEqual(one.urls);
    for (const [name, value] of Object.entries(one.labels ?? {})) {
      expect(targets[0]?.labels[name] ?? '', name).toBe(value);
    }
  });

  it('scrapes kubelets and cAdvisor through the node, with its name', () => {
    const node = { __address__: '10.0.0.1:10250', __meta_kubernetes_node_name: 'node-a' };
    expect(targetsOf(jobOf('opt-out', 'kubernetes-cadvisor'), [node])).toEqual([
      {
        url: 'https://10.0.0.1:10250/metrics/cadvisor',
        labels: { instance: '10.0.0.1:10250', job: 'kubernetes-cadvisor', node: 'node-a' },
      },
    ]);
  });

  it('drops nothing of cAdvisor: limits and cgroups without a pod are on the boards', () => {
    expect(jobOf('opt-out', 'kubernetes-cadvisor').spec.metricRelabelings).toBeUndefined();
  });

  it("drops the API server's largest histograms and nothing else", () => {
    const steps = jobOf('opt-out', 'kubernetes-apiservers').spec.metricRelabelings ?? [];
    expect(relabel({ __name__: 'apiserver_request_sli_duration_seconds_bucket' }, steps)).toBeNull();
    for (const name of ['apiserver_request_total', 'apiserver_request_duration_seconds_bucket']) {
      expect(relabel({ __name__: name }, steps)).toEqual({ __name__: name });
    }
  });
});
