/** Prometheus' target relabelling over discovered labels, for tests; `npm run prove -- rules` compares it with a real Prometheus. */
import type { Relabeling } from '../relabeling.ts';

export type LabelSet = Readonly<Record<string, string>>;

/** A target as it is scraped. */
export interface Target {
  readonly url: string;
  /** Without those that begin with two underscores. */
  readonly labels: LabelSet;
}

/** The labels after all steps; null when the target is dropped. An empty value is no label. */
export function relabel(labels: LabelSet, steps: readonly Relabeling[]): LabelSet | null {
  const result: Record<string, string> = { ...labels };
  for (const { action, sourceLabels = [], separator = ';', targetLabel, regex = '(.*)', replacement = '$1' } of steps) {
    const pattern = new RegExp(`^(?:${regex})$`, 's');
    const value = sourceLabels.map((name) => result[name] ?? '').join(separator);
    switch (action) {
      case 'keep':
        if (!pattern.test(value)) return null;
        break;
      case 'drop':
        if (pattern.test(value)) return null;
        break;
      case 'replace': {
        const match = pattern.exec(value);
        if (match === null) break;
        if (targetLabel === undefined) throw new Error('a replace step has no target label');
        const text = expand(replacement, match);
        if (text === '') delete result[targetLabel];
        else result[targetLabel] = text;
        break;
      }
      case 'labeldrop':
        for (const name of Object.keys(result)) if (pattern.test(name)) delete result[name];
        break;
      case 'labelkeep':
        for (const name of Object.keys(result)) if (!pattern.test(name)) delete result[name];
        break;
      case 'labelmap':
        for (const [name, text] of Object.entries(result)) {
          const match = pattern.exec(name);
          if (match !== null) result[expand(replacement, match)] = text;
        }
        break;
    }
  }
  return result;
}

/** `$1` and `${1}`, as Go's regexp expands them (a name is as long as it can be). */
function expand(template: string, match: RegExpExecArray): string {
  return template.replaceAll(/\$(?:\{(\w+)\}|(\w+)|(\$))/g, (_, braced?: string, bare?: string, dollar?: string) =>
    dollar === undefined ? (match[Number(braced ?? bare)] ?? '') : '$',
  );
}

/** What a job scrapes of what was discovered. Equal targets are one, as Prometheus folds them. */
export function targetsOf(
  job: { readonly spec: Readonly<Record<string, unknown>> & { readonly relabelings?: readonly Relabeling[] } },
  discovered: readonly LabelSet[],
): readonly Target[] {
  const { jobName, metricsPath = '/metrics', scheme = 'HTTP', relabelings = [] } = job.spec;
  const targets = new Map<string, Target>();
  for (const found of discovered) {
    const start = {
      job: String(jobName),
      __scheme__: String(scheme).toLowerCase(),
      __metrics_path__: String(metricsPath),
      ...found,
    };
    const labels = relabel(start, relabelings);
    if (labels === null) continue;
    const url = `${labels['__scheme__']}://${labels['__address__']}${labels['__metrics_path__']}`;
    const visible: Record<string, string> = { instance: labels['__address__'] ?? '' };
    for (const [name, value] of Object.entries(labels)) if (!name.startsWith('__')) visible[name] = value;
    targets.set(JSON.stringify([url, Object.entries(visible).sort()]), { url, labels: visible });
  }
  return [...targets.values()].sort((a, b) => (a.url < b.url ? -1 : 1));
}
