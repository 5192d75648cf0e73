/** The labels of many series as dictionaries: each text once, and an id for each series. */
import { compareStrings, type Labels, METRIC_NAME } from '@chimera/tsdb-model';
import type { LabelTexts } from './result-columns.ts';

type Column = { readonly ids: Map<string, number>; readonly idOfSeries: Int32Array<ArrayBuffer> };

/** The metric's name first, then by name. */
export function labelTextsOf(series: readonly { readonly labels: Labels }[]): LabelTexts[] {
  const columns = new Map<string, Column>();
  for (const [at, { labels }] of series.entries()) {
    for (let i = 0; i < labels.length; i += 2) {
      const name = labels[i] as string;
      let column = columns.get(name);
      if (column === undefined) {
        column = { ids: new Map(), idOfSeries: new Int32Array(series.length).fill(-1) };
        columns.set(name, column);
      }
      const text = labels[i + 1] as string;
      let id = column.ids.get(text);
      if (id === undefined) column.ids.set(text, (id = column.ids.size));
      column.idOfSeries[at] = id;
    }
  }
  const rank = (name: string): number => (name === METRIC_NAME ? 0 : 1);
  return [...columns]
    .sort(([a], [b]) => rank(a) - rank(b) || compareStrings(a, b))
    .map(([name, { ids, idOfSeries }]) => ({ name, ...encoded([...ids.keys()]), idOfSeries }));
}

function encoded(texts: readonly string[]): Pick<LabelTexts, 'texts' | 'offsets'> {
  const offsets = new Int32Array(texts.length + 1);
  for (const [i, text] of texts.entries()) offsets[i + 1] = (offsets[i] as number) + Buffer.byteLength(text);
  const bytes = new Uint8Array(offsets[texts.length] as number);
  const buffer = Buffer.from(bytes.buffer);
  for (const [i, text] of texts.entries()) buffer.write(text, offsets[i] as number, 'utf8');
  return { texts: bytes, offsets };
}
