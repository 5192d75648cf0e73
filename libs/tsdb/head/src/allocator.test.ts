import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { Allocator } from './allocator.ts';
import { HeapView, wordIndex } from './heap-view.ts';
import { CONTROL_BYTES, MAX_OBJECT_BYTES, SEGMENT_BYTES } from './layout.ts';

function newAllocator(): { allocator: Allocator; view: HeapView } {
  const view = new HeapView();
  const allocator = new Allocator(view, () => {});
  return { allocator, view };
}

test('blocks never overlap, whatever is allocated and freed, and all memory comes back whole', () => {
  const random = seededRandom(3);
  const { allocator, view } = newAllocator();
  allocator.addSegment();
  allocator.addSegment();
  const live: { pointer: number; words: number; mark: number }[] = [];
  for (let round = 0; round < 20_000; round++) {
    if (live.length > 0 && random.int(0, 99) < (round % 4_000 < 2_000 ? 30 : 70)) {
      const [block] = live.splice(random.int(0, live.length - 1), 1);
      if (block === undefined) throw new Error('none');
      const { u32 } = view.memory(block.pointer);
      const at = wordIndex(block.pointer);
      expect(u32[at]).toBe(block.mark);
      expect(u32[at + block.words - 1]).toBe(block.mark);
      allocator.free(block.pointer);
    } else {
      const bytes = random.pick([4, 8, 16, 24, 100, 1_000, 5_000, 50_000]) + 4 * random.int(0, 20);
      const pointer = allocator.tryAllocate(bytes);
      if (pointer === 0) continue;
      const words = bytes >>> 2;
      const { u32 } = view.memory(pointer);
      const at = wordIndex(pointer);
      u32[at] = round;
      u32[at + words - 1] = round;
      live.push({ pointer, words, mark: round });
    }
  }
  for (const { pointer } of live) allocator.free(pointer);
  expect(allocator.usedBytes).toBe(0);
  expect(allocator.tryAllocate(MAX_OBJECT_BYTES)).toBeGreaterThan(0);
  expect(allocator.tryAllocate(SEGMENT_BYTES - CONTROL_BYTES - 8)).toBeGreaterThan(0);
  expect(allocator.tryAllocate(8)).toBe(0);
});

test('a segment holds small objects nearly without loss', () => {
  const { allocator } = newAllocator();
  allocator.addSegment();
  let count = 0;
  while (allocator.tryAllocate(1_016) !== 0) count++;
  expect(count).toBe(Math.floor((SEGMENT_BYTES - CONTROL_BYTES) / 1_024));
});

test('a block that is freed twice is a bug', () => {
  const { allocator } = newAllocator();
  allocator.addSegment();
  const pointer = allocator.tryAllocate(64);
  allocator.free(pointer);
  expect(() => allocator.free(pointer)).toThrow('BUG: pointer');
});
