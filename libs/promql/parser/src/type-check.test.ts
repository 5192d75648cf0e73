/** Queries that are refused for their types or their matching: the exact messages. */
import { describe, expect, test } from 'vitest';
import { ALL_FEATURES } from './options.ts';
import { parse } from './parse.ts';

/** A query, and the message that Prometheus 3.14 gives for it. */
type Case = readonly [query: string, message: string];

const refused: readonly Case[] = [
  ['rate(up)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
  ['rate(rate(up[5m]))', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
  ['abs(5)', '1:5: parse error: expected type instant vector in call to function "abs", got scalar'],
  ['abs(up[5m])', '1:5: parse error: expected type instant vector in call to function "abs", got range vector'],
  ['vector(up)', '1:8: parse error: expected type scalar in call to function "vector", got instant vector'],
  [
    'label_replace(up, 1, "a", "b", "c")',
    '1:19: parse error: expected type string in call to function "label_replace", got scalar',
  ],
  ['rate()', '1:1: parse error: expected 1 argument(s) in call to "rate", got 0'],
  ['rate(up[5m], up[5m])', '1:1: parse error: expected 1 argument(s) in call to "rate", got 2'],
  ['round(up, 1, 2)', '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
  ['label_join(up, "a")', '1:1: parse error: expected at least 3 argument(s) in call to "label_join", got 2'],
  ['time(1)', '1:1: parse error: expected 0 argument(s) in call to "time", got 1'],
  ['clamp(up, 1)', '1:1: parse error: expected 3 argument(s) in call to "clamp", got 2'],
  [
    'histogram_quantiles(up, "q")',
    '1:1: parse error: expected at least 3 argument(s) in call to "histogram_quantiles", got 2',
  ],
  ['sum(5)', '1:5: parse error: expected type instant vector in aggregation expression, got scalar'],
  ['sum("a")', '1:5: parse error: expected type instant vector in aggregation expression, got string'],
  ['sum(up[5m])', '1:5: parse error: expected type instant vector in aggregation expression, got range vector'],
  ['topk("a", up)', '1:6: parse error: expected type scalar in aggregation parameter, got string'],
  ['topk(up, up)', '1:6: parse error: expected type scalar in aggregation parameter, got instant vector'],
  ['count_values(5, up)', '1:14: parse error: expected type string in aggregation parameter, got scalar'],
  ['quantile(up[5m], up)', '1:10: parse error: expected type scalar in aggregation parameter, got range vector'],
  ['up[5m] + 1', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
  ['1 + "a"', '1:5: parse error: binary expression must contain only scalar and instant vector types'],
  ['up + up[5m]', '1:6: parse error: binary expression must contain only scalar and instant vector types'],
  ['"a" + up[5m]', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
  [
    '-"a"',
    '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "string"',
  ],
  [
    '-up[5m]',
    '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "range vector"',
  ],
  [
    '+up[5m:1m]',
    '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "range vector"',
  ],
  ['1 > 2', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
  ['1 == 2 + 3', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
  ['(1)   <   2', '1:7: parse error: comparisons between scalars must use BOOL modifier'],
  ['1 + bool 2', '1:3: parse error: bool modifier can only be used on comparison operators'],
  ['up and bool up', '1:4: parse error: bool modifier can only be used on comparison operators'],
  ['up and 1', '1:1: parse error: set operator "and" not allowed in binary scalar expression'],
  ['1 or 2', '1:1: parse error: set operator "or" not allowed in binary scalar expression'],
  ['1 unless up', '1:1: parse error: set operator "unless" not allowed in binary scalar expression'],
  ['up + on(job) 1', '1:1: parse error: vector matching only allowed between instant vectors'],
  ['1 + ignoring(job) 2', '1:1: parse error: vector matching only allowed between instant vectors'],
  ['up and on(a) group_left(b) up', '1:1: parse error: no grouping allowed for "and" operation'],
  ['up or on(a) group_right up', '1:1: parse error: no grouping allowed for "or" operation'],
  ['up + on(a) group_left(a) up', '1:4: parse error: label "a" must not occur in ON and GROUP clause at once'],
  ['up + on(a,b) group_right(c,b) up', '1:4: parse error: label "b" must not occur in ON and GROUP clause at once'],
  ['up + fill(1) 1', '1:1: parse error: filling in missing series only allowed between instant vectors'],
  ['1 - fill_left(1) up', '1:1: parse error: filling in missing series only allowed between instant vectors'],
  ['up and fill(1) up', '1:1: parse error: filling in missing series not allowed for set operators'],
  ['{}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['{job=""}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['{job=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['{job!="a"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['{job!~".+"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['{__name__=""}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['{"a","b"} + {x=~"|a"}', '1:13: parse error: vector selector must contain at least one non-empty matcher'],
  ['up{__name__="x"}', '1:1: parse error: metric name must not be set twice: "up" or "x"'],
  ['up{"x"}', '1:1: parse error: metric name must not be set twice: "up" or "x"'],
  ['1[5m:]', '1:1: parse error: subquery is only allowed on instant vector, got scalar instead'],
  ['"a"[5m:1m]', '1:1: parse error: subquery is only allowed on instant vector, got string instead'],
  ['up[5m][5m:1m]', '1:1: parse error: subquery is only allowed on instant vector, got matrix instead'],
  ['sum(1 + bool 2)', '1:7: parse error: bool modifier can only be used on comparison operators'],
  [
    '-(up[5m])',
    '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "range vector"',
  ],
  ['info(up, foo{a="b"})', '1:10: parse error: expected label selectors only, got vector selector instead'],
  ['info(up, sum(foo))', '1:10: parse error: expected label selectors only'],
  ['info(up, 5)', '1:1: parse error: expected type instant vector in call to function "info", got scalar'],
  ['info(5)', '1:6: parse error: expected type instant vector in call to function "info", got scalar'],
  ['info(up, up[5m])', '1:1: parse error: expected type instant vector in call to function "info", got range vector'],
  ['absent("a")', '1:8: parse error: expected type instant vector in call to function "absent", got string'],
  ['max_of(up, 1)', '1:8: parse error: expected type scalar in call to function "max_of", got instant vector'],
  ['start(1)', '1:1: parse error: expected 0 argument(s) in call to "start", got 1'],
  ['scalar(scalar(up))', '1:8: parse error: expected type instant vector in call to function "scalar", got scalar'],
  ['up @ 5 + up[5m] @ 5', '1:10: parse error: binary expression must contain only scalar and instant vector types'],
  ['a </ b[5m]', '1:6: parse error: binary expression must contain only scalar and instant vector types'],
  ['1 </ "x"', '1:6: parse error: binary expression must contain only scalar and instant vector types'],
  ['up\n  +\n  up[5m]', '3:3: parse error: binary expression must contain only scalar and instant vector types'],
];

test.each(refused)('%j', (query, message) => {
  expect(() => parse(query, ALL_FEATURES)).toThrow(expect.objectContaining({ name: 'ParseError', message }));
});

describe('accepted', () => {
  test.each([
    '(up)[5m:]',
    'rate((up[5m]))',
    'info(up, {a=""})',
    'label_join(up, "a", ",")',
    'label_join(up, "a", ",", "b", "c", "d", "e")',
    'round(up)',
    'hour()',
    'hour(up)',
    '1 == bool 2',
    'up == 1',
    'up and on() up',
    '{__name__=~".+"}',
    '{job!=""}',
    '"text"',
    'up[5m]',
    'histogram_quantiles(up, "q", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)',
  ])('%s', (query) => {
    expect(() => parse(query, ALL_FEATURES)).not.toThrow();
  });

  test('set operators match many to many; a scalar side leaves no matching', () => {
    expect(parse('a and b')).toMatchObject({ matching: { cardinality: 'many-to-many', on: false, labels: [] } });
    expect(parse('a + b')).toMatchObject({ matching: { cardinality: 'one-to-one' } });
    expect(parse('a + 1')).toMatchObject({ matching: null });
    expect(parse('sum(a or (b + 1))')).toMatchObject({
      inner: { matching: { cardinality: 'many-to-many' }, right: { inner: { matching: null } } },
    });
  });
});
