/** Text of a test script to commands. Nothing throws: a wrong command becomes an `invalid` one, and parsing goes on. */
import { messageOf } from '@chimera/errors';
import { blockEnd, type ParsedCommand } from './block.ts';
import { parseEval } from './parse-eval.ts';
import { parseLoad } from './parse-load.ts';
import type { Command, Script } from './script.ts';

export function parseScript(text: string): Script {
  const lines = text.split('\n').map((line) => line.trim().replace(/^#.*/, ''));
  const commands: Command[] = [];
  let next = 0;
  while (next < lines.length) {
    if (lines[next] === '') {
      next++;
      continue;
    }
    const { command, end } = parseCommand(lines, next);
    commands.push(command);
    next = end;
  }
  return commands;
}

function parseCommand(lines: readonly string[], start: number): ParsedCommand {
  const text = lines[start] as string;
  const word = (text.split(/\s/, 1)[0] as string).toLowerCase();
  try {
    if (word === 'clear') return { command: { kind: 'clear', line: start + 1 }, end: start + 1 };
    if (word.startsWith('load')) return parseLoad(lines, start);
    if (word.startsWith('eval')) return parseEval(lines, start);
    throw new Error(`unknown command "${text}" (clear, load or eval)`);
  } catch (error) {
    const line = start + 1;
    const isEval = word.startsWith('eval');
    return { command: { kind: 'invalid', line, text, isEval, message: messageOf(error) }, end: blockEnd(lines, start) };
  }
}
