import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { lookAround, newTraces } from './traces.ts';

describe('newTraces', () => {
  it('is empty when nothing has changed', async () => {
    const before = await lookAround();
    expect(newTraces(before, before)).toEqual([]);
  });

  it('names what came, by kind, and not what went', () => {
    const before = { mounts: ['a', 'b'], programs: [] };
    expect(newTraces(before, { mounts: ['b', 'c'], programs: ['7 kubelet'] })).toEqual([
      'mounts: c',
      'programs: 7 kubelet',
    ]);
  });

  it('sees a program whose command is that of a lab', async () => {
    const before = await lookAround();
    const child = spawn('sleep', ['30'], { argv0: '/x/kubelet' });
    await once(child, 'spawn');
    try {
      const traces = newTraces(before, await lookAround()).filter((line) => line.includes(String(child.pid)));
      expect(traces).toEqual([`programs of a lab: ${child.pid} /x/kubelet 30`]);
    } finally {
      child.kill();
    }
  });
});
