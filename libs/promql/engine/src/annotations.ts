/** Collects the warnings and infos of one query, as Prometheus words them. */
import { lineColumn, type Position } from '@chimera/promql-parser';
import type { Annotations } from './operator.ts';

export type QueryAnnotations = Annotations & {
  readonly warnings: ReadonlySet<string>;
  readonly infos: ReadonlySet<string>;
};

/** `source` is the query's text, which positions refer to. */
export function createAnnotations(source: string): QueryAnnotations {
  const warnings = new Set<string>();
  const infos = new Set<string>();
  const atEnd: { readonly message: () => string; readonly position: Position | null }[] = [];
  const located = (message: string, position: Position | null): string => {
    if (position === null || source === '') return message;
    const { line, column } = lineColumn(source, position.start);
    return `${message} (${line}:${column})`;
  };
  return {
    warn: (message, position) => void warnings.add(located(`PromQL warning: ${message}`, position)),
    info: (message, position) => void infos.add(located(`PromQL info: ${message}`, position)),
    infoAtEnd: (message, position) => void atEnd.push({ message, position }),
    warnings,
    get infos() {
      for (const { message, position } of atEnd.splice(0)) infos.add(located(`PromQL info: ${message()}`, position));
      return infos;
    },
  };
}
