/** An instant answer: one row per series, a column per label that differs. */
import type { Labels, QueryData, Sample, Series } from '../api/client.ts';
import { exactValue } from './format-value.ts';
import { histogramText } from './histogram-text.ts';
import { namesOf } from './series-names.ts';

/** More rows than anybody reads, few enough to draw at once. */
const MAX_ROWS = 1_000;

export function Table({ data }: { readonly data: QueryData }) {
  if (data.resultType === 'scalar' || data.resultType === 'string') {
    return <p class="single">{data.resultType === 'scalar' ? exactValue(data.result[1]) : data.result[1]}</p>;
  }
  const rows: readonly { readonly metric: Labels; readonly values: readonly string[] }[] =
    data.resultType === 'vector'
      ? data.result.map((sample) => ({ metric: sample.metric, values: [sampleText(sample)] }))
      : data.result.map((series) => ({ metric: series.metric, values: seriesTexts(series) }));
  if (rows.length === 0) return <p class="empty">No series match.</p>;
  const { common, varying } = namesOf(rows.map(({ metric }) => metric));
  return (
    <>
      {common.length > 0 && (
        <p class="common">
          {common.map(([name, value]) => (
            <code key={name}>
              {name}="{value}"
            </code>
          ))}
        </p>
      )}
      <div class="scroll">
        <table>
          <thead>
            <tr>
              {varying.map((name) => (
                <th key={name} scope="col">
                  {name === '__name__' ? 'metric' : name}
                </th>
              ))}
              <th scope="col" class="value">
                value
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MAX_ROWS).map(({ metric, values }, i) => (
              <tr key={i}>
                {varying.map((name) => (
                  <td key={name}>{metric[name] ?? ''}</td>
                ))}
                <td class="value">{values.join('\n')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MAX_ROWS && (
        <p class="remark">
          The first {MAX_ROWS} of {rows.length} rows.
        </p>
      )}
    </>
  );
}

function sampleText({ value, histogram }: Sample): string {
  if (value !== undefined) return exactValue(value[1]);
  return histogram === undefined ? '' : histogramText(histogram[1]);
}

/** In order of time, each with it, as Prometheus writes them. */
function seriesTexts({ values = [], histograms = [] }: Series): string[] {
  return [
    ...values.map(([at, value]) => ({ at, text: `${exactValue(value)} @${at}` })),
    ...histograms.map(([at, histogram]) => ({ at, text: histogramText(histogram, ` @${at}`) })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text);
}
