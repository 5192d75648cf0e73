/** The table of all aggregation operators, with help texts. */
import type { AggregationOperator, ValueType } from './ast.ts';

export type AggregationSpec = {
  readonly name: AggregationOperator;
  /** The type of the parameter before the vector; null where there is none. */
  readonly param: ValueType | null;
  readonly experimental: boolean;
  readonly help: string;
};

/** All aggregation operators of Prometheus 3.14, sorted by name. */
export const AGGREGATIONS: Readonly<Record<AggregationOperator, AggregationSpec>> = {
  avg: spec('avg', null, 'The average of each group.'),
  bottomk: spec('bottomk', 'scalar', 'The k series with the smallest values of each group, labels kept.'),
  count: spec('count', null, 'The number of series in each group.'),
  count_values: spec('count_values', 'string', 'How many series have each value, with the value in the named label.'),
  group: spec('group', null, '1 for each group.'),
  limit_ratio: {
    ...spec(
      'limit_ratio',
      'scalar',
      'A ratio of the series, the same ones each time; a negative ratio gives the others.',
    ),
    experimental: true,
  },
  limitk: { ...spec('limitk', 'scalar', 'k series of each group, the same ones each time.'), experimental: true },
  max: spec('max', null, 'The greatest value of each group.'),
  min: spec('min', null, 'The smallest value of each group.'),
  quantile: spec('quantile', 'scalar', 'The quantile (0 to 1) over the series of each group.'),
  stddev: spec('stddev', null, 'The population standard deviation of each group.'),
  stdvar: spec('stdvar', null, 'The population variance of each group.'),
  sum: spec('sum', null, 'The sum of each group.'),
  topk: spec('topk', 'scalar', 'The k series with the greatest values of each group, labels kept.'),
};

function spec(name: AggregationOperator, param: ValueType | null, help: string): AggregationSpec {
  return { name, param, experimental: false, help };
}
