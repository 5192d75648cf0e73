/** Native histograms as scripts write them: `{{schema:1 sum:3 count:22 buckets:[5 10 7]}}`. */
import { type CounterResetHint, CUSTOM_BUCKETS_SCHEMA, type Histogram, type Span } from '@chimera/tsdb-model';
import { parseNumber } from './number.ts';

const NUMBER_KEYS = ['schema', 'sum', 'count', 'offset', 'n_offset', 'z_bucket', 'z_bucket_w'] as const;
const LIST_KEYS = ['buckets', 'n_buckets', 'custom_values'] as const;
const HINTS: Readonly<Record<string, CounterResetHint>> = {
  unknown: 'unknown',
  reset: 'reset',
  not_reset: 'not_reset',
  gauge: 'gauge',
};

/** Parses what stands between `{{` and `}}`. Throws an Error that names the wrong part. */
export function parseHistogram(body: string): { readonly histogram: Histogram; readonly hintSet: boolean } {
  const numbers = new Map<string, number>();
  const lists = new Map<string, Float64Array>();
  let hint: CounterResetHint | null = null;
  for (const [item, key, value] of items(body)) {
    if (includes(NUMBER_KEYS, key)) numbers.set(key, numberIn(value, item));
    else if (includes(LIST_KEYS, key)) lists.set(key, listIn(value, item));
    else if (key === 'counter_reset_hint') {
      hint = HINTS[value] ?? null;
      if (hint === null)
        throw new Error(`unknown counter_reset_hint in "${item}" (one of ${Object.keys(HINTS).join(', ')})`);
    } else throw new Error(`unknown histogram key in "${item}"`);
  }
  const positiveBuckets = lists.get('buckets') ?? new Float64Array(0);
  const negativeBuckets = lists.get('n_buckets') ?? new Float64Array(0);
  const schema = numbers.get('schema') ?? 0;
  const histogram: Histogram = {
    schema,
    counterResetHint: hint ?? 'unknown',
    zeroThreshold: numbers.get('z_bucket_w') ?? 0,
    zeroCount: numbers.get('z_bucket') ?? 0,
    count: numbers.get('count') ?? 0,
    sum: numbers.get('sum') ?? 0,
    positiveSpans: oneSpan(numbers.get('offset') ?? 0, positiveBuckets.length),
    negativeSpans: oneSpan(numbers.get('n_offset') ?? 0, negativeBuckets.length),
    positiveBuckets,
    negativeBuckets,
    customValues: schema === CUSTOM_BUCKETS_SCHEMA ? (lists.get('custom_values') ?? new Float64Array(0)) : null,
  };
  return { histogram, hintSet: hint !== null };
}

function* items(body: string): Generator<[item: string, key: string, value: string]> {
  const item = /\s*(([a-z_]+):(\[[^\]]*\]|[^\s[\]]+))(?=\s|$)/y;
  while (item.lastIndex < body.trimEnd().length) {
    const start = item.lastIndex;
    const found = item.exec(body);
    if (found === null) throw new Error(`cannot read histogram at "${body.slice(start).trim()}" (expected key:value)`);
    yield [found[1] as string, found[2] as string, found[3] as string];
  }
}

function includes<T extends string>(keys: readonly T[], key: string): key is T {
  return (keys as readonly string[]).includes(key);
}

function numberIn(value: string, item: string): number {
  const number = parseNumber(value);
  if (number === null) throw new Error(`not a number in histogram: "${item}"`);
  return number;
}

function listIn(value: string, item: string): Float64Array {
  const texts = value.replace(/^\[|\]$/g, '').split(/\s+/);
  return Float64Array.from(
    texts.filter((text) => text !== ''),
    (text) => numberIn(text, item),
  );
}

function oneSpan(offset: number, length: number): Span[] {
  return length === 0 ? [] : [{ offset, length }];
}
