/** What a command that renders says when it fails: its own refusals in a line, all else with what may explain it. */
import { RenderError } from '@chimera/platform-kit';
import { complain, isWrongUse } from '../fault.ts';

/** Says it on standard error; the exit code, as {@link complain}'s. */
export function complainOfRender(command: string, thrown: unknown): 1 | 2 {
  if (isWrongUse(thrown) || thrown instanceof RenderError) return complain(command, thrown);
  console.error(mistakeIn(command, thrown));
  return 1;
}

/** For an error that is nobody's plan: its stack names the line, and the type check mostly the reason. */
function mistakeIn(command: string, thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return `${stack}\n\n${command}: a component or a cluster has a mistake that the type check may name: npx tsc -b clusters`;
}
