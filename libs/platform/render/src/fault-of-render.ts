/** What a command that renders says when it fails: its own refusals in a line, all else with what may explain it. */
import { faultOf, isWrongUse } from '@chimera/errors';
import { RenderError } from '@chimera/platform-kit';

/** For standard error; `command` as in `npm run <command>`. */
export function faultOfRender(command: string, thrown: unknown): string {
  if (isWrongUse(thrown) || thrown instanceof RenderError) return faultOf(command, thrown);
  // Nobody's plan: the stack names the line, and the type check mostly the reason.
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return `${stack}\n\n${command}: a component or a cluster has a mistake that the type check may name: npx tsc -b clusters`;
}
