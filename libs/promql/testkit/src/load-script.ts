/** Loads the data of a script into a store, without running any eval: for tools that bring their own queries. */
import { applyLoad } from './apply-load.ts';
import type { ScriptStorage } from './engine-contract.ts';
import { parseScript } from './parse-script.ts';

/** Throws an Error for a command that is not a load, a line that cannot be read, and data that the store refuses. */
export function loadScript(storage: ScriptStorage, text: string): void {
  for (const command of parseScript(text)) {
    if (command.kind !== 'load') {
      const what = command.kind === 'invalid' ? command.message : `${command.kind} is not a load command`;
      throw new Error(`${what} (line ${command.line})`);
    }
    applyLoad(storage, command);
  }
}
