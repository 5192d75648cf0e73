/** Where in our sources something was made: the first stack frame outside the kit. */

export interface SourcePlace {
  /** Relative to the repository: `libs/platform/components/observability/src/grafana.ts`. */
  readonly file: string;
  readonly line: number;
}

const FRAME = /((?:libs\/platform|clusters|apps|tools)\/[^\s()]+?\.ts)(?:\?[^:]*)?:(\d+):\d+/;

export function callSite(): SourcePlace {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const stack = new Error('where').stack ?? '';
  Error.stackTraceLimit = limit;
  for (const frame of stack.split('\n').slice(1)) {
    const match = FRAME.exec(frame);
    if (match === null || isKit(match[1] as string)) continue;
    return { file: match[1] as string, line: Number(match[2]) };
  }
  return { file: 'libs/platform/kit', line: 0 };
}

/** The kit's own tests make components too, and are not the kit. */
function isKit(file: string): boolean {
  return file.startsWith('libs/platform/kit/') && !file.endsWith('.test.ts');
}
