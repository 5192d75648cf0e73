/** Arrays of values that are used again once the server has acknowledged what was in them. */

export class BlockPool {
  private readonly free: Float64Array[] = [];
  /** Sent and not yet acknowledged, oldest first. */
  private readonly inFlight: Float64Array[] = [];
  private onRelease: () => void = () => {};

  /**
   * Resolves when fewer than `limit` arrays are in flight, or after `patienceMs` at most: a stream that broke does not
   * tell, but the next send on it does.
   */
  async room(limit: number, patienceMs: number): Promise<void> {
    if (this.inFlight.length < limit) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.onRelease = resolve;
      timer = setTimeout(resolve, patienceMs);
    });
    clearTimeout(timer);
  }

  /** An array of `length` values, in flight from now on; its content is whatever was there. */
  take(length: number): Float64Array {
    const kept = this.free.findIndex((array) => array.length === length);
    const array = kept < 0 ? new Float64Array(length) : (this.free.splice(kept, 1)[0] as Float64Array);
    this.inFlight.push(array);
    return array;
  }

  /** The oldest array in flight was acknowledged: the server has all of it. */
  release(): void {
    const array = this.inFlight.shift();
    if (array !== undefined) this.free.push(array);
    this.onRelease();
  }
}
