/** Duration expressions to milliseconds, once the step and the range of the query are known. */
import type { Duration, Expr, Position, VectorSelector } from './ast.ts';
import { mapExpr } from './walk.ts';

/** What `step()` and `range()` stand for; the range of an instant query is 0. */
export type QueryTimes = { readonly stepMs: number; readonly rangeMs: number };

/** A duration expression without a usable value; the message is Prometheus', with the source offsets before it. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
  readonly position: Position;

  constructor(detail: string, position: Position) {
    super(`${position.start}:${position.end}: ${detail}`);
    this.position = position;
  }
}

/** The end of Go's durations, in seconds. */
const LIMIT_SECONDS = 2 ** 63 / 1e9;

/**
 * The tree with all duration expressions worked out to literals; the same tree when there are none. Throws
 * {@link DurationError}: only an offset may be negative or zero, and nothing may be infinite or divided by zero.
 */
export function resolveDurations(expr: Expr, times: QueryTimes): Expr {
  return mapExpr(expr, (node) => {
    switch (node.kind) {
      case 'vectorSelector':
        return resolveSelector(node, times);
      case 'matrixSelector':
        return node.range.kind === 'literal' ? node : { ...node, range: resolveDuration(node.range, times, false) };
      case 'subquery': {
        const range = resolveDuration(node.range, times, false);
        const step = node.step === null ? null : resolveDuration(node.step, times, false);
        const offset = node.offset === null ? null : resolveDuration(node.offset, times, true);
        return { ...node, range, step, offset };
      }
      default:
        return node;
    }
  });
}

function resolveSelector(selector: VectorSelector, times: QueryTimes): VectorSelector {
  const { offset } = selector;
  if (offset === null || offset.kind === 'literal') return selector;
  return { ...selector, offset: resolveDuration(offset, times, true) };
}

function resolveDuration(duration: Duration, times: QueryTimes, mayBeNegative: boolean): Duration {
  if (duration.kind === 'literal') return duration;
  const { position } = duration;
  const seconds = evaluate(duration, times);
  if (!Number.isFinite(seconds)) throw new DurationError('duration is NaN or infinite', position);
  if (seconds <= 0 && !mayBeNegative) throw new DurationError('duration must be greater than 0', position);
  if (Math.abs(seconds) > LIMIT_SECONDS) throw new DurationError('duration is out of range', position);
  const ms = Math.trunc(seconds * 1_000);
  return { kind: 'literal', ms: ms === 0 ? 0 : ms, position };
}

/** The value in seconds, the unit of the arithmetic: `2m * 15` is 30 minutes. */
function evaluate(duration: Duration, times: QueryTimes): number {
  switch (duration.kind) {
    case 'literal':
      return duration.ms / 1_000;
    case 'step':
      return times.stepMs / 1_000;
    case 'range':
      return times.rangeMs / 1_000;
    case 'paren':
      return evaluate(duration.inner, times);
    case 'unary':
      return duration.operator === '-' ? -evaluate(duration.operand, times) : evaluate(duration.operand, times);
    case 'binary':
      return calculate(duration, evaluate(duration.left, times), evaluate(duration.right, times));
  }
}

type BinaryDuration = Extract<Duration, { readonly kind: 'binary' }>;

function calculate({ operator, position }: BinaryDuration, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) throw new DurationError('division by zero', position);
      return left / right;
    case '%':
      if (right === 0) throw new DurationError('modulo by zero', position);
      return left % right;
    case '^':
      return left ** right;
    case 'min':
      return Math.min(left, right);
    case 'max':
      return Math.max(left, right);
  }
}
