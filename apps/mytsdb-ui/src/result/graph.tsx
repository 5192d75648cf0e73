/** A range answer: lines, and a legend that shows the value under the cursor and hides lines. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { QueryData } from '../api/client.ts';
import type { Grid } from '../state/use-query.ts';
import { alignToGrid, valueAt } from './align.ts';
import { colorOf } from './colors.ts';
import { shortValue } from './format-value.ts';
import { LineChart } from './line-chart.tsx';
import { namesOf, seriesText, shortText, tellingApart } from './series-names.ts';

/** More lines than that are a carpet. */
const MAX_LINES = 40;

export function Graph({ data, grid }: { readonly data: QueryData; readonly grid: Grid }) {
  const all = data.resultType === 'matrix' ? data.result : [];
  const series = all.flatMap(({ metric, values = [] }) => (values.length > 0 ? [{ metric, values }] : []));
  const withHistograms = all.filter(({ histograms = [] }) => histograms.length > 0).length;
  const shown = series.slice(0, MAX_LINES);
  const columns = useMemo(
    () =>
      alignToGrid(
        shown.map(({ values }) => values),
        grid,
      ),
    [data, grid],
  );
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [cursor, setCursor] = useState<number | null>(null);
  useEffect(() => setHidden(new Set()), [data]);
  if (all.length === 0) return <p class="empty">No series match in this range.</p>;
  const remark = withHistograms > 0 && (
    <p class="remark">
      {withHistograms === 1 ? 'One series has' : `${withHistograms} series have`} native histograms, which are no lines:
      ask for histogram_quantile(0.9, ...) or histogram_avg(...) of them, or see the Table tab.
    </p>
  );
  if (series.length === 0) return remark;
  const labels = shown.map(({ metric }) => metric);
  const { common, varying } = namesOf(labels);
  const telling = tellingApart(labels, varying);
  const moment = cursor === null ? null : (columns[0][cursor] ?? 0);

  const toggle = (i: number): void => {
    const next = new Set(hidden);
    if (!next.delete(i)) next.add(i);
    setHidden(next);
  };

  return (
    <>
      {remark}
      {series.length > MAX_LINES && (
        <p class="remark">
          The first {MAX_LINES} of {series.length} series; aggregate, or use topk, to see the ones that matter.
        </p>
      )}
      <LineChart columns={columns} hidden={hidden} onCursor={setCursor} />
      {common.length > 0 && (
        <p class="common">
          {common.map(([name, value]) => (
            <code key={name}>
              {name}="{value}"
            </code>
          ))}
        </p>
      )}
      <p class="moment">{moment === null ? 'latest values' : momentText(moment)}</p>
      <ul class="legend">
        {shown.map(({ metric, values }, i) => {
          const value = valueAt(values, moment);
          return (
            <li key={i}>
              <button type="button" aria-pressed={!hidden.has(i)} onClick={() => toggle(i)}>
                <i style={{ background: colorOf(i) }} />
                <span title={seriesText(metric)}>{shortText(metric, telling)}</span>
                <b>{value === null ? '' : shortValue(value)}</b>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function momentText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}
