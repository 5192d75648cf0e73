/** Targets that are broken in every way that the fuzzer must notice, each at its third input. */
import type { FuzzTarget } from '@chimera/testing';

const breaks = (name: string, fault: () => void): FuzzTarget => ({
  name,
  says: 'broken',
  corpus: () => [Buffer.from('a'), Buffer.from('b')],
  hostile: () => [Buffer.from('third')],
  open: () => ({
    run: (input) => {
      if (Buffer.from(input).toString() === 'third') fault();
      return 'accepted';
    },
  }),
});

const held: Uint8Array[] = [];

export const FUZZ: readonly FuzzTarget[] = [
  breaks('throws', () => {
    throw new TypeError('x is not a function');
  }),
  breaks('dies', () => process.kill(process.pid, 'SIGSEGV')),
  breaks('throws-later', () => void setImmediate(() => Promise.reject(new Error('nobody waits')))),
  breaks('spins', () => {
    const used = (): number => process.cpuUsage().user + process.cpuUsage().system;
    const until = used() + 1_200_000;
    while (used() < until);
  }),
  breaks('hoards', () => {
    for (let i = 0; i < 8; i++) held.push(new Uint8Array(64 * 1024 ** 2).fill(1));
    const until = performance.now() + 2_000;
    while (performance.now() < until);
  }),
];
