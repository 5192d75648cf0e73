/** Checks the types and the matching of a parsed expression, with Prometheus' messages. */
import { compileMatcher, METRIC_NAME } from '@chimera/tsdb-model';
import { AGGREGATIONS } from './aggregations.ts';
import type { Binary, Call, Expr, Position, ValueType, VectorMatching, VectorSelector } from './ast.ts';
import { type FunctionSpec, functionSpec } from './functions.ts';
import { isComparisonOperator, isSetOperator } from './operators.ts';
import { ParseError } from './parse-error.ts';
import { quote } from './quote.ts';
import { documentedType, typeOf } from './value-type.ts';

/**
 * Checks an expression as the parser built it, and gives it back with the matching of binary operators settled: null
 * where a side is a scalar, many-to-many for set operators. Throws {@link ParseError} for the first thing wrong.
 */
export function typeCheck(expr: Expr, query: string): Expr {
  return new TypeChecker(query).check(expr).expr;
}

type Checked = { readonly expr: Expr; readonly type: ValueType };

class TypeChecker {
  readonly #query: string;

  constructor(query: string) {
    this.#query = query;
  }

  check(expr: Expr): Checked {
    switch (expr.kind) {
      case 'number':
        return { expr, type: 'scalar' };
      case 'string':
        return { expr, type: 'string' };
      case 'vectorSelector':
        this.#selector(expr, false);
        return { expr, type: 'vector' };
      case 'matrixSelector':
        this.#selector(expr.selector, false);
        return { expr, type: 'matrix' };
      case 'subquery': {
        const inner = this.check(expr.inner);
        if (inner.type !== 'vector') {
          this.#fail(`subquery is only allowed on instant vector, got ${inner.type} instead`, expr.position);
        }
        return { expr: { ...expr, inner: inner.expr }, type: 'matrix' };
      }
      case 'paren': {
        const inner = this.check(expr.inner);
        return { expr: { ...expr, inner: inner.expr }, type: inner.type };
      }
      case 'unary': {
        const inner = this.check(expr.inner);
        if (inner.type !== 'scalar' && inner.type !== 'vector') {
          const got = quote(documentedType(inner.type));
          this.#fail(
            `unary expression only allowed on expressions of type scalar or instant vector, got ${got}`,
            expr.position,
          );
        }
        return { expr: { ...expr, inner: inner.expr }, type: inner.type };
      }
      case 'aggregation': {
        const inner = this.#expect(expr.inner, 'vector', 'aggregation expression');
        const wanted = AGGREGATIONS[expr.operator].param;
        const param =
          expr.param === null || wanted === null ? null : this.#expect(expr.param, wanted, 'aggregation parameter');
        return { expr: { ...expr, inner, param }, type: 'vector' };
      }
      case 'call':
        return this.#call(expr);
      case 'binary':
        return this.#binary(expr);
    }
  }

  #expect(expr: Expr, wanted: ValueType, context: string): Expr {
    const checked = this.check(expr);
    if (checked.type !== wanted) this.#failType(wanted, context, checked.type, expr.position);
    return checked.expr;
  }

  #selector(selector: VectorSelector, mayBeEmpty: boolean): void {
    const { name, matchers, position } = selector;
    if (name !== '') {
      const second = matchers.slice(0, -1).find((matcher) => matcher.name === METRIC_NAME);
      if (second === undefined) return;
      this.#fail(`metric name must not be set twice: ${quote(name)} or ${quote(second.value)}`, position);
    }
    if (!mayBeEmpty && !matchers.some((matcher) => !compileMatcher(matcher).matches(''))) {
      this.#fail('vector selector must contain at least one non-empty matcher', position);
    }
  }

  #call(call: Call): Checked {
    const spec = functionSpec(call.func) as FunctionSpec;
    const { argTypes, variadic, returnType } = spec;
    const context = `call to function ${quote(call.func)}`;
    this.#argumentCount(call, spec);
    const isInfo = call.func === 'info' && call.args.length > 1;
    if (isInfo) this.#infoSelector(call, context);
    const args = call.args.map((arg, index) => {
      const wanted = argTypes[Math.min(index, argTypes.length - 1)] as ValueType;
      if (isInfo && index === 1 && arg.kind === 'vectorSelector') {
        this.#selector(arg, true);
        return arg;
      }
      return variadic === 0 && index >= argTypes.length ? arg : this.#expect(arg, wanted, context);
    });
    return { expr: { ...call, args }, type: returnType };
  }

  #argumentCount(call: Call, { argTypes, variadic }: FunctionSpec): void {
    const got = call.args.length;
    const least = variadic === 0 ? argTypes.length : argTypes.length - 1;
    const most = variadic < 0 ? Number.POSITIVE_INFINITY : least + variadic;
    if (got >= least && got <= most) return;
    const how = variadic === 0 ? '' : got < least ? 'at least ' : 'at most ';
    const wanted = got < least ? least : most;
    this.#fail(`expected ${how}${wanted} argument(s) in call to ${quote(call.func)}, got ${got}`, call.position);
  }

  /** The second argument of info() selects labels of info series; it may match the empty string. */
  #infoSelector(call: Call, context: string): void {
    const selector = call.args[1] as Expr;
    const type = typeOf(selector);
    if (type !== 'vector') this.#failType('vector', context, type, call.position);
    if (selector.kind !== 'vectorSelector') this.#fail('expected label selectors only', selector.position);
    else if (selector.name !== '') {
      this.#fail('expected label selectors only, got vector selector instead', selector.position);
    }
  }

  #binary(binary: Binary): Checked {
    const left = this.check(binary.left);
    const right = this.check(binary.right);
    const { operator, returnBool, position } = binary;
    const matching = binary.matching as VectorMatching;
    const isSet = isSetOperator(operator);
    if (returnBool && !isComparisonOperator(operator)) {
      this.#fail('bool modifier can only be used on comparison operators', this.#operatorPosition(binary));
    }
    const scalars = left.type === 'scalar' && right.type === 'scalar';
    if (isComparisonOperator(operator) && !returnBool && scalars) {
      this.#fail('comparisons between scalars must use BOOL modifier', this.#operatorPosition(binary));
    }
    if (matching.on) {
      const twice = matching.labels.find((label) => matching.include.includes(label));
      if (twice !== undefined) {
        this.#fail(
          `label ${quote(twice)} must not occur in ON and GROUP clause at once`,
          this.#operatorPosition(binary),
        );
      }
    }
    for (const side of [left, right]) {
      if (side.type === 'scalar' || side.type === 'vector') continue;
      this.#fail('binary expression must contain only scalar and instant vector types', side.expr.position);
    }
    const fills = matching.fillLeft !== null || matching.fillRight !== null;
    let settled: VectorMatching | null = null;
    if (left.type !== 'vector' || right.type !== 'vector') {
      if (matching.labels.length > 0) this.#fail('vector matching only allowed between instant vectors', position);
      if (fills) this.#fail('filling in missing series only allowed between instant vectors', position);
      if (isSet) this.#fail(`set operator ${quote(operator)} not allowed in binary scalar expression`, position);
    } else if (isSet) {
      if (matching.cardinality !== 'one-to-one') {
        this.#fail(`no grouping allowed for ${quote(operator)} operation`, position);
      }
      if (fills) this.#fail('filling in missing series not allowed for set operators', position);
      settled = { ...matching, cardinality: 'many-to-many' };
    } else {
      settled = matching;
    }
    const expr: Expr = { ...binary, left: left.expr, right: right.expr, matching: settled };
    return { expr, type: scalars ? 'scalar' : 'vector' };
  }

  /** From the operator to the end of its modifiers. */
  #operatorPosition({ left, right }: Binary): Position {
    let start = left.position.end;
    while (/\s/.test(this.#query[start] ?? '')) start++;
    return { start, end: right.position.start };
  }

  #failType(wanted: ValueType, context: string, got: ValueType, position: Position): never {
    return this.#fail(`expected type ${documentedType(wanted)} in ${context}, got ${documentedType(got)}`, position);
  }

  #fail(detail: string, position: Position): never {
    throw new ParseError(detail, position, this.#query);
  }
}
