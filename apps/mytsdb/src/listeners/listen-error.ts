/** Why a port cannot be had, with the next step. */
import { StartError } from '../start-error.ts';

/** `flag` is the one that chooses another port, with an example. */
export function listenError(name: string, host: string, port: number, flag: string, cause: unknown): StartError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? /\b(E[A-Z]{4,})\b/.exec(text)?.[1] ?? '';
  const where = `${host}:${port} (${name})`;
  if (code === 'EADDRINUSE' || /address already in use|No address added/i.test(text)) {
    return new StartError(
      `port ${port} (${name}) is in use. Stop the program that has it, or choose another: ${flag}`,
      {
        cause,
      },
    );
  }
  if (code === 'EACCES') {
    return new StartError(`this user may not listen on ${where}. Choose a port from 1024 on: ${flag}`, { cause });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(
      `no interface of this machine has the address ${host} (${name}). Choose another: --host 0.0.0.0`,
      {
        cause,
      },
    );
  }
  return new StartError(`cannot listen on ${where}: ${text}. Choose another: ${flag}`, { cause });
}
