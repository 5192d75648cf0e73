/** Syntax trees as the JSON of Prometheus' `/api/v1/parse_query`, which its UI draws trees from. */
import { formatFloatPlain, type Matcher } from '@chimera/tsdb-model';
import type { AtModifier, Binary, Call, Duration, Expr, VectorSelector } from './ast.ts';
import { type FunctionSpec, functionSpec } from './functions.ts';

export type AstJson = { readonly [key: string]: JsonValue };
type JsonValue = string | number | boolean | null | AstJson | readonly JsonValue[];

/** The tree as plain JSON values; numbers of literals are text, durations are milliseconds. */
export function astToJson(expr: Expr): AstJson {
  switch (expr.kind) {
    case 'number':
      return { type: 'numberLiteral', val: formatFloatPlain(expr.value) };
    case 'string':
      return { type: 'stringLiteral', val: expr.value.toWellFormed() };
    case 'vectorSelector':
      return { ...selectorJson(expr), type: 'vectorSelector' };
    case 'matrixSelector':
      return { ...selectorJson(expr.selector), ...durationJson('range', expr.range), type: 'matrixSelector' };
    case 'subquery':
      return {
        expr: astToJson(expr.inner),
        ...durationJson('offset', expr.offset),
        ...durationJson('range', expr.range),
        ...atJson(expr.at),
        ...durationJson('step', expr.step),
        type: 'subquery',
      };
    case 'call':
      return callJson(expr);
    case 'aggregation':
      return {
        expr: astToJson(expr.inner),
        grouping: [...expr.grouping],
        op: expr.operator,
        param: expr.param === null ? null : astToJson(expr.param),
        type: 'aggregation',
        without: expr.without,
      };
    case 'binary':
      return binaryJson(expr);
    case 'unary':
      return { expr: astToJson(expr.inner), op: expr.operator, type: 'unaryExpr' };
    case 'paren':
      return { expr: astToJson(expr.inner), type: 'parenExpr' };
  }
}

function callJson({ func, args }: Call): AstJson {
  const { name, argTypes, variadic, returnType } = functionSpec(func) as FunctionSpec;
  return { args: args.map(astToJson), func: { argTypes: [...argTypes], name, returnType, variadic }, type: 'call' };
}

function binaryJson({ operator, left, right, returnBool, matching }: Binary): AstJson {
  return {
    bool: returnBool,
    lhs: astToJson(left),
    matching:
      matching === null
        ? null
        : {
            card: matching.cardinality,
            fillValues: { lhs: matching.fillLeft, rhs: matching.fillRight },
            include: [...matching.include],
            labels: [...matching.labels],
            on: matching.on,
          },
    op: operator,
    rhs: astToJson(right),
    type: 'binaryExpr',
  };
}

function selectorJson({ name, matchers, offset, at, extension }: VectorSelector): AstJson {
  return {
    anchored: extension === 'anchored',
    matchers: matchers.map(matcherJson),
    name,
    ...durationJson('offset', offset),
    smoothed: extension === 'smoothed',
    ...atJson(at),
  };
}

function matcherJson({ name, type, value }: Matcher): AstJson {
  return { name, type, value: value.toWellFormed() };
}

function atJson(at: AtModifier | null): AstJson {
  return {
    startOrEnd: at === null || at.kind === 'timestamp' ? null : at.kind,
    timestamp: at?.kind === 'timestamp' ? at.timestampMs : null,
  };
}

/** A literal duration as milliseconds under its name, arithmetic as a tree under `<name>Expr`. */
function durationJson(name: string, duration: Duration | null): AstJson {
  const isLiteral = duration === null || duration.kind === 'literal';
  return {
    [name]: duration?.kind === 'literal' ? duration.ms : 0,
    [`${name}Expr`]: isLiteral ? null : durationExprJson(duration, false),
  };
}

function durationExprJson(duration: Duration, wrapped: boolean): AstJson {
  switch (duration.kind) {
    case 'literal':
      return {
        duration: duration.isNumber !== true,
        type: 'numberLiteral',
        val: formatFloatPlain(duration.ms / 1_000),
      };
    case 'paren':
      return durationExprJson(duration.inner, true);
    case 'step':
    case 'range':
      return { lhs: null, op: duration.kind, rhs: null, type: 'durationExpr', wrapped };
    case 'unary':
      return {
        lhs: null,
        op: duration.operator,
        rhs: durationExprJson(duration.operand, false),
        type: 'durationExpr',
        wrapped,
      };
    case 'binary': {
      const op =
        duration.operator === 'min' || duration.operator === 'max' ? `${duration.operator}_of` : duration.operator;
      return {
        lhs: durationExprJson(duration.left, false),
        op,
        rhs: durationExprJson(duration.right, false),
        type: 'durationExpr',
        wrapped,
      };
    }
  }
}
