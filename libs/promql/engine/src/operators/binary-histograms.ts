/** Binary operations in which a native histogram takes part, or should: the slow path beside the loops over floats. */
import type { Binary, BinaryOperator } from '@chimera/promql-parser';
import {
  addHistograms,
  type Combined,
  compactHistogram,
  divideHistogram,
  equalHistograms,
  type Histogram,
  multiplyHistogram,
  subtractHistograms,
  trimHistogram,
} from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';
import type { Messages } from './step-messages.ts';

/** What an operand is at each step: a histogram where there is one, else a float. A StepColumn is one. */
export type Operand = { readonly values: Float64Array; readonly histograms: StepColumn['histograms'] };

/** A histogram, or what a comparison with `bool` yields; `false`: filtered out by a comparison without `bool`. */
type Outcome = Histogram | 0 | 1 | false;

/** By step; null: no histogram took part, or there is no answer. */
export type Outcomes = readonly (Outcome | null)[];

export class HistogramOperation {
  readonly #node: Binary;
  readonly #messages: Messages;
  /** `</` and `>/` have no meaning for floats. */
  readonly #trims: boolean;

  constructor(node: Binary, messages: Messages) {
    this.#node = node;
    this.#messages = messages;
    this.#trims = node.operator === '</' || node.operator === '>/';
  }

  /** Whether the loops over floats do not suffice. */
  isNeeded(left: Operand, right: Operand): boolean {
    return this.#trims || left.histograms !== null || right.histograms !== null;
  }

  /**
   * Computes the steps of output `series` in `present` at which an operand is a histogram, and reports what has no
   * meaning: these steps become absent. null when there is nothing but floats to compute.
   */
  evaluate(series: number, present: Uint8Array, left: Operand, right: Operand): Outcomes | null {
    const lefts = left.histograms;
    const rights = right.histograms;
    let outcomes: (Outcome | null)[] | null = null;
    for (let k = 0; k < present.length; k++) {
      if (present[k] === 0) continue;
      const a = lefts?.[k] ?? null;
      const b = rights?.[k] ?? null;
      if (a === null && b === null && !this.#trims) continue;
      outcomes ??= new Array<Outcome | null>(present.length).fill(null);
      const say: Say = (kind, text) => this.#messages.add(k, series, kind, text);
      const outcome = this.#compute(a, left.values[k] as number, b, right.values[k] as number, say);
      outcomes[k] = outcome;
      if (outcome === null) present[k] = 0;
    }
    return outcomes;
  }

  #compute(a: Histogram | null, x: number, b: Histogram | null, y: number, say: Say): Outcome | null {
    const { operator } = this.#node;
    if (b === null) {
      if (a === null) return this.#refuse('float', 'float', say);
      return withNumber(operator, a, y) ?? this.#refuse('histogram', 'float', say);
    }
    if (a === null) {
      return operator === '*' ? compactHistogram(multiplyHistogram(b, x)) : this.#refuse('float', 'histogram', say);
    }
    switch (operator) {
      case '+':
        return this.#combined(addHistograms(a, b), 'addition', say);
      case '-': {
        const difference = this.#combined(subtractHistograms(a, b), 'subtraction', say);
        return difference === null ? null : { ...difference, counterResetHint: 'gauge' };
      }
      case '==':
        return this.#compared(equalHistograms(a, b), a);
      case '!=':
        return this.#compared(!equalHistograms(a, b), a);
      default:
        return this.#refuse('histogram', 'histogram', say);
    }
  }

  #combined(combined: Combined | null, name: 'addition' | 'subtraction', say: Say): Histogram | null {
    if (combined === null) {
      say('warn', `incompatible bucket layout encountered for binary operator ${this.#node.operator}`);
      return null;
    }
    // As in Prometheus, operands whose counter resets contradict each other have no result.
    if (combined.counterResetCollision) {
      say('warn', `conflicting counter resets during histogram ${name}`);
      return null;
    }
    if (combined.boundsReconciled) say('info', `mismatched custom buckets were reconciled during ${name}`);
    return compactHistogram(combined.histogram);
  }

  #compared(holds: boolean, left: Histogram): Outcome {
    if (this.#node.returnBool) return holds ? 1 : 0;
    return holds && left;
  }

  #refuse(left: SampleType, right: SampleType, say: Say): null {
    say('info', incompatibleTypes(this.#node, left, right));
    return null;
  }
}

/** Takes a message about the step that is computed. */
type Say = (kind: 'warn' | 'info', text: string) => void;

type SampleType = 'float' | 'histogram';

function incompatibleTypes({ operator }: Binary, left: SampleType, right: SampleType): string {
  return `incompatible sample types encountered for binary operator "${operator}": ${left} ${operator} ${right}`;
}

function withNumber(operator: BinaryOperator, histogram: Histogram, number: number): Histogram | null {
  switch (operator) {
    case '*':
      return compactHistogram(multiplyHistogram(histogram, number));
    case '/':
      return compactHistogram(divideHistogram(histogram, number));
    case '</':
      return trimHistogram(histogram, number, 'below');
    case '>/':
      return trimHistogram(histogram, number, 'above');
    default:
      return null;
  }
}

/** Runs `floats`, which computes the steps of floats in `out`, with the others out of its way, then adds these. */
export function withOutcomes(outcomes: Outcomes | null, out: StepColumn, floats: () => void): void {
  out.histograms = null;
  if (outcomes === null) {
    floats();
    return;
  }
  for (let k = 0; k < out.count; k++) if (outcomes[k] !== null) out.present[k] = 0;
  floats();
  let histograms: (Histogram | null)[] | null = null;
  for (let k = 0; k < out.count; k++) {
    const outcome = outcomes[k] as Outcome | null;
    if (outcome === null || outcome === false) continue;
    out.present[k] = 1;
    if (typeof outcome === 'number') out.values[k] = outcome;
    else {
      histograms ??= new Array<Histogram | null>(out.count).fill(null);
      histograms[k] = outcome;
    }
  }
  out.histograms = histograms;
}
