/** Collects the warnings and infos of one query, as Prometheus words them. */
import { lineColumn, type Position } from '@chimera/promql-parser';
import type { Annotations } from './operator.ts';

export type QueryAnnotations = Annotations & {
  /** What was collected; completes the texts that waited for the end. */
  finish(): { readonly warnings: readonly string[]; readonly infos: readonly string[] };
};

/** `source` is the query's text, which positions refer to; null when the query came as a tree: no positions then. */
export function createAnnotations(source: string | null): QueryAnnotations {
  const warnings = new Set<string>();
  const infos = new Set<string>();
  const pending: { readonly message: () => string; readonly position: Position | null }[] = [];
  const located = (message: string, position: Position | null): string => {
    if (position === null || source === null) return message;
    const { line, column } = lineColumn(source, position.start);
    return `${message} (${line}:${column})`;
  };
  const info: Annotations['info'] = (message, position) => {
    infos.add(located(`PromQL info: ${message}`, position));
  };
  return {
    warn: (message, position) => void warnings.add(located(`PromQL warning: ${message}`, position)),
    info,
    infoAtEnd: (message, position) => void pending.push({ message, position }),
    finish: () => {
      for (const { message, position } of pending.splice(0)) info(message(), position);
      return { warnings: [...warnings], infos: [...infos] };
    },
  };
}
