/** What every text must do to the parser, for fuzzing: a tree that prints and parses again, or a ParseError in the text. */
import { ALL_FEATURES } from './options.ts';
import { parse, parseMetric, parseMetricPrefix, parseMetricSelector } from './parse.ts';
import { ParseError } from './parse-error.ts';
import { prettyPrint } from './pretty-print.ts';
import { print } from './print.ts';

/** Whether it is an expression. Throws an Error when the parser does anything else than it should. */
export function survives(text: string): boolean {
  let isExpression = false;
  for (const read of [parse, parseMetric, parseMetricPrefix, parseMetricSelector]) {
    try {
      read(text, ALL_FEATURES);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      const { start } = error.position;
      if (!(start >= 0 && start <= text.length && error.line > 0 && error.column > 0))
        throw new Error(`an error outside of the text: at ${start}, line ${error.line}, column ${error.column}`);
      continue;
    }
    if (read !== parse) continue;
    isExpression = true;
    const tree = parse(text, ALL_FEATURES);
    const printed = print(tree);
    const again = print(parse(printed, ALL_FEATURES));
    if (again !== printed) throw new Error(`${printed} is parsed and printed as ${again}`);
    prettyPrint(tree);
  }
  return isExpression;
}
