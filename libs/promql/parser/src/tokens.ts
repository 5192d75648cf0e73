/** The tokens of PromQL: their kinds, the keywords, and how messages name them. */
import type { Position } from './ast.ts';
import { quote } from './quote.ts';

/** Keywords, spelled as their kind; `name` also covers metric names with a colon (`metricName`). */
export type Keyword =
  | 'and'
  | 'or'
  | 'unless'
  | 'atan2'
  | 'sum'
  | 'avg'
  | 'count'
  | 'min'
  | 'max'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'count_values'
  | 'quantile'
  | 'limitk'
  | 'limit_ratio'
  | 'offset'
  | 'smoothed'
  | 'anchored'
  | 'by'
  | 'without'
  | 'on'
  | 'ignoring'
  | 'group_left'
  | 'group_right'
  | 'fill'
  | 'fill_left'
  | 'fill_right'
  | 'bool'
  | 'start'
  | 'end'
  | 'step'
  | 'range'
  | 'max_of'
  | 'min_of';

export type Punctuation =
  | '('
  | ')'
  | '{'
  | '}'
  | '['
  | ']'
  | ','
  | ':'
  | '='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '</'
  | '>/'
  | '=~'
  | '!~'
  | '@';

export type TokenKind =
  | Keyword
  | Punctuation
  | 'identifier'
  | 'metricName'
  | 'number'
  | 'duration'
  | 'string'
  | 'end of input';

/** One token; `text` is the source text (of a string: with its quotes). */
export type Token = Position & { readonly kind: TokenKind; readonly text: string };

type KeywordClass = 'operator' | 'aggregator' | 'keyword' | 'preprocessor';

/** All keywords and what they are; keywords are case-insensitive. */
export const KEYWORDS: ReadonlyMap<string, KeywordClass> = new Map<Keyword, KeywordClass>([
  ...words('operator', 'and', 'or', 'unless', 'atan2'),
  ...words('aggregator', 'sum', 'avg', 'count', 'min', 'max', 'group', 'stddev', 'stdvar', 'topk', 'bottomk'),
  ...words('aggregator', 'count_values', 'quantile', 'limitk', 'limit_ratio'),
  ...words('keyword', 'offset', 'smoothed', 'anchored', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right'),
  ...words('keyword', 'fill', 'fill_left', 'fill_right', 'bool'),
  ...words('preprocessor', 'start', 'end', 'step', 'range', 'max_of', 'min_of'),
]);

function words(kind: KeywordClass, ...names: Keyword[]): [Keyword, KeywordClass][] {
  return names.map((name) => [name, kind]);
}

/** Keywords that are no metric names: they would make a query ambiguous. */
const NEVER_A_METRIC: ReadonlySet<string> = new Set(['atan2', 'on', 'ignoring', 'group_left', 'group_right', 'bool']);

/** Whether the token can stand as a metric name outside of braces. */
export function isMetricName({ kind }: Token): boolean {
  return kind === 'identifier' || kind === 'metricName' || (KEYWORDS.has(kind) && !NEVER_A_METRIC.has(kind));
}

/** Whether an expression can begin with the token. */
export function startsExpression(token: Token): boolean {
  return isMetricName(token) || ['number', 'duration', 'string', '(', '{', '+', '-'].includes(token.kind);
}

/** Whether the token can stand as a label name in `by (...)`, `on (...)` and the like. */
export function isGroupingLabel({ kind }: Token): boolean {
  return kind === 'identifier' || kind === 'metricName' || KEYWORDS.has(kind);
}

/** Whether the token is an aggregation operator. */
export function isAggregator({ kind }: Token): boolean {
  return KEYWORDS.get(kind) === 'aggregator';
}

const NOT_OPERATORS: ReadonlySet<string> = new Set(['(', ')', '{', '}', '[', ']', ',', ':', '=']);

/** How messages name a token: `identifier "foo"`, `<by>`, `<op:+>`, `end of input`. */
export function describeToken({ kind, text }: Token): string {
  switch (kind) {
    case 'end of input':
      return kind;
    case 'identifier':
      return `identifier ${quote(text)}`;
    case 'metricName':
      return `metric identifier ${quote(text)}`;
    case 'number':
    case 'duration':
    case 'string':
      return `${kind} ${quoteShort(text)}`;
    default:
  }
  const keyword = KEYWORDS.get(kind);
  if (keyword === 'keyword') return `<${text}>`;
  if (keyword === 'aggregator') return `<aggr:${text}>`;
  if (keyword === 'preprocessor' || NOT_OPERATORS.has(kind)) return quote(text);
  return `<op:${text}>`;
}

function quoteShort(text: string): string {
  const characters = [...text];
  return new TextEncoder().encode(text).length > 10 ? `${quote(characters.slice(0, 10).join(''))}...` : quote(text);
}
