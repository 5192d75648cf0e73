/** Time as a parameter: programs pass `systemClock`, tests a clock that they move. */
export type Clock = {
  /** Unix time, milliseconds. */
  now(): number;
};

/** A clock that stands still until it is moved. */
export type FakeClock = Clock & {
  advance(ms: number): void;
  set(unixMs: number): void;
};

/** A {@link FakeClock} at `unixMs`. */
export function fakeClock(unixMs: number): FakeClock {
  let current = unixMs;
  return {
    now: () => current,
    advance: (ms) => {
      current += ms;
    },
    set: (ms) => {
      current = ms;
    },
  };
}
