/** The messages of a binary operator: of those about one step, Prometheus keeps the one about the last series. */
import type { Binary } from '@chimera/promql-parser';
import type { EvalContext } from '../operator.ts';

type Message = { readonly kind: 'warn' | 'info'; readonly text: string };

/** Takes messages about step k of output `series`. */
export type Messages = { add(k: number, series: number, kind: Message['kind'], text: string): void };

export const NO_MESSAGES: Messages = { add: () => {} };

/** Series may come in any order; the messages are given when the query ends. */
export class StepMessages implements Messages {
  readonly #context: EvalContext;
  readonly #node: Binary;
  readonly #messages: Message[] = [];
  /** By step: the last series that had a message, and which one. Empty as long as there is none. */
  #series = new Int32Array(0);
  #numbers = new Uint8Array(0);

  constructor(node: Binary, context: EvalContext) {
    this.#node = node;
    this.#context = context;
  }

  add(k: number, series: number, kind: Message['kind'], text: string): void {
    if (this.#messages.length === 0) this.#begin();
    if (series < (this.#series[k] as number)) return;
    let number = this.#messages.findIndex((known) => known.kind === kind && known.text === text);
    if (number < 0) number = this.#messages.push({ kind, text }) - 1;
    this.#series[k] = series;
    this.#numbers[k] = number;
  }

  #begin(): void {
    const { annotations, grid } = this.#context;
    this.#series = new Int32Array(grid.count).fill(-1);
    this.#numbers = new Uint8Array(grid.count);
    annotations.atEnd(() => {
      const last = new Set(this.#numbers.filter((_, k) => (this.#series[k] as number) >= 0));
      for (const number of last) {
        const { kind, text } = this.#messages[number] as Message;
        annotations[kind](text, this.#node.position);
      }
    });
  }
}
