import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sendPaced } from './send-paced.ts';

const KIB = 1_024;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A call whose client takes a message when told to. */
function slowCall() {
  const waiting: (() => void)[] = [];
  const state = { written: 0, ended: false };
  return {
    state,
    call: {
      write: (_: Buffer, taken: () => void) => {
        state.written++;
        return waiting.push(taken) < 16;
      },
      end: () => {
        state.ended = true;
      },
    } as unknown as Parameters<typeof sendPaced>[0],
    /** The client takes the oldest message. */
    take: async (count = 1) => {
      for (let i = 0; i < count; i++) waiting.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

function* messages(count: number, bytes: number, made: { count: number; closed?: boolean }): Generator<Buffer> {
  try {
    for (; made.count < count; ) {
      made.count++;
      yield Buffer.alloc(bytes);
    }
  } finally {
    made.closed = true;
  }
}

test('large messages: none is made before the last one was taken', async () => {
  const { call, state, take } = slowCall();
  const made = { count: 0 };
  const sent = sendPaced(call, messages(3, 2_000 * KIB, made), { gone: new AbortController().signal });
  for (let taken = 0; taken < 3; taken++) {
    await vi.advanceTimersByTimeAsync(60_000);
    expect([made.count, state.written, state.ended]).toEqual([taken + 1, taken + 1, false]);
    await take();
  }
  await sent;
  expect(state).toEqual({ written: 3, ended: true });
});

test('small messages go together, up to 256 KiB of them', async () => {
  const { call, state, take } = slowCall();
  const made = { count: 0 };
  const sent = sendPaced(call, messages(1_000, KIB, made), { gone: new AbortController().signal });
  await vi.advanceTimersByTimeAsync(0);
  expect(made.count).toBe(257);
  await take(100);
  expect(made.count).toBe(357);
  for (let i = 0; i < 4; i++) await take(257);
  await sent;
  expect(state).toEqual({ written: 1_000, ended: true });
});

test('a client that goes away: nothing more is made, and the source is closed', async () => {
  const { call, state, take } = slowCall();
  const gone = new AbortController();
  const made = { count: 0, closed: false };
  const sent = sendPaced(call, messages(100, 300 * KIB, made), { gone: gone.signal });
  await take(0);
  await take();
  expect(made).toEqual({ count: 2, closed: false });
  gone.abort();
  await sent;
  expect(made).toEqual({ count: 2, closed: true });
  expect(state).toEqual({ written: 2, ended: false });
});

test('a client that takes nothing for too long is cut; one that takes a message now and then is not', async () => {
  const { call, take } = slowCall();
  const onStall = vi.fn();
  const made = { count: 0, closed: false };
  const pace = { gone: new AbortController().signal, stallMs: 1_000, onStall };
  const sent = sendPaced(call, messages(100, 300 * KIB, made), pace);
  const failed = expect(sent).rejects.toMatchObject({
    type: 'deadline_exceeded',
    message: expect.stringContaining('next part of the answer within 1000 ms: read faster, or raise --write-timeout'),
  });
  for (let i = 0; i < 5; i++) {
    await vi.advanceTimersByTimeAsync(999);
    await take();
  }
  expect([made.count, onStall.mock.calls.length]).toEqual([6, 0]);
  await vi.advanceTimersByTimeAsync(1_000);
  await failed;
  expect(onStall).toHaveBeenCalledTimes(1);
  expect(made.closed).toBe(true);
});

test('what the source throws comes through', async () => {
  const { call, state, take } = slowCall();
  async function* failing(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(1);
    throw new Error('broken');
  }
  const failed = expect(sendPaced(call, failing(), { gone: new AbortController().signal })).rejects.toThrow('broken');
  await take();
  await failed;
  expect(state.ended).toBe(false);
});
