/** What a command says when it fails: its name, the reason, and for wrong flags where they are listed. */
import { messageOf } from './message-of.ts';

/** True of what `parseArgs` throws for flags and arguments that it does not know. */
export function isWrongUse(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS_');
}

/** One line for standard error; `command` as in `npm run <command>`. */
export function faultOf(command: string, thrown: unknown): string {
  if (!isWrongUse(thrown)) return `${command}: ${messageOf(thrown)}`;
  // What Node adds about arguments that begin with a minus sign helps nobody here.
  const reason = messageOf(thrown).replace(/\.? To specify a positional argument starting with.*$/s, '');
  return `${command}: ${reason}. Its flags: npm run ${command} -- --help`;
}
