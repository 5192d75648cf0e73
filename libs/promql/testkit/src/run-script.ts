/** Runs a test script against an engine and a store, and reports every eval. */
import { messageOf } from '@chimera/errors';
import { applyLoad } from './apply-load.ts';
import type { ScriptControl, ScriptEngine, ScriptStorage } from './engine-contract.ts';
import { parseScript } from './parse-script.ts';
import { type EvalFailure, runEval } from './run-eval.ts';
import type { Command } from './script.ts';

export type RunScriptOptions = {
  readonly engine: ScriptEngine;
  /** Opens an empty store; called at the start and at each `clear`. */
  readonly createStorage: () => ScriptStorage | Promise<ScriptStorage>;
  /** The script. */
  readonly text: string;
  /** Names the script in the report. */
  readonly name: string;
  /** How queries are watched; without it they run to their end. */
  readonly control?: ScriptControl;
};

export type ScriptReport = {
  readonly name: string;
  readonly evals: readonly EvalReport[];
  /** What is wrong outside of evals: unknown commands, loads that the store refuses. */
  readonly problems: readonly ScriptProblem[];
};

/** One eval counts once: it passes when it and all its hidden re-runs do. */
export type EvalReport = {
  /** 1-based. */
  readonly line: number;
  readonly expression: string;
  readonly executions: number;
  readonly failure: EvalFailure | null;
};

export type ScriptProblem = { readonly line: number; readonly message: string };

const UNWATCHED: ScriptControl = { now: () => 0, isCancelled: () => false };

export async function runScript(options: RunScriptOptions): Promise<ScriptReport> {
  const { engine, createStorage, text, name, control = UNWATCHED } = options;
  const evals: EvalReport[] = [];
  const problems: ScriptProblem[] = [];
  let storage = await createStorage();
  const step = async (command: Command): Promise<void> => {
    const { kind, line } = command;
    switch (kind) {
      case 'clear':
        await storage.close?.();
        storage = await createStorage();
        return;
      case 'load':
        try {
          applyLoad(storage, command);
        } catch (error) {
          problems.push({ line, message: messageOf(error) });
        }
        return;
      case 'eval': {
        const run = await runEval(engine, storage, command, control);
        evals.push({ line, expression: command.expression, ...run });
        return;
      }
      case 'invalid':
        if (command.isEval) evals.push(unread(command.line, command.text, command.message));
        else problems.push({ line, message: command.message });
    }
  };
  try {
    for (const command of parseScript(text)) await step(command);
  } finally {
    await storage.close?.();
  }
  return { name, evals, problems };
}

function unread(line: number, expression: string, message: string): EvalReport {
  const failure: EvalFailure = { run: 'reading the script', expression, message, expected: '', got: '' };
  return { line, expression, executions: 0, failure };
}
