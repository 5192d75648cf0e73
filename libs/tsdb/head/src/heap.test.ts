import { expect, test } from 'vitest';
import { EpochPin } from './control.ts';
import { Heap } from './heap.ts';
import { MAX_OBJECT_BYTES, SEGMENT_BYTES } from './layout.ts';

function newHeap(maxBytes = Number.POSITIVE_INFINITY): Heap {
  const heap = new Heap(maxBytes, () => {});
  heap.readerSlots = 3;
  return heap;
}

test('memory is reused at once while nobody reads', () => {
  const heap = newHeap();
  const first = heap.allocate('open', 1_000);
  heap.retire('open', first);
  expect(heap.allocate('open', 1_000)).toBe(first);
  expect(heap.limboBytes).toBe(0);
});

test('memory waits for the readers that may see it, and only for them', () => {
  const heap = newHeap();
  const pointer = heap.allocate('chunks', 1_000);
  const early = new EpochPin(heap.control, 1);
  const epoch = early.acquire();
  heap.retire('chunks', pointer);
  heap.collect();
  expect(heap.bytesByPart.chunks).toBe(0);
  expect(heap.limboBytes).toBe(1_008);
  const late = new EpochPin(heap.control, 2);
  late.acquire();
  heap.collect();
  expect(heap.limboBytes).toBe(1_008);
  early.release(epoch);
  heap.collect();
  expect(heap.limboBytes).toBe(0);
});

test('of several queriers of one reader the oldest counts', () => {
  const heap = newHeap();
  const pin = new EpochPin(heap.control, 1);
  const first = pin.acquire();
  heap.retire('chunks', heap.allocate('chunks', 1_000));
  heap.collect();
  const second = pin.acquire();
  pin.release(first);
  heap.collect();
  expect(heap.limboBytes).toBe(0);
  heap.retire('chunks', heap.allocate('chunks', 1_000));
  heap.collect();
  expect(heap.limboBytes).toBe(1_008);
  pin.release(second);
  heap.collect();
  expect(heap.limboBytes).toBe(0);
});

test('near the cap the heap asks for room, beyond it it grows and counts', () => {
  const heap = newHeap(2 * SEGMENT_BYTES);
  expect(heap.excessBytes).toBe(0);
  heap.allocate('chunks', SEGMENT_BYTES / 2);
  heap.allocate('chunks', MAX_OBJECT_BYTES);
  expect(heap.excessBytes).toBeGreaterThan(0);
  expect(heap.overshoots).toBe(0);
  heap.allocate('chunks', SEGMENT_BYTES / 2);
  expect(heap.overshoots).toBe(1);
  expect(heap.totalBytes).toBe(3 * SEGMENT_BYTES);
});
