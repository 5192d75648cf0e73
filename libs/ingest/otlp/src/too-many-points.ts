/** A request with more data points than are allowed; those before were appended. */
export class TooManyPoints extends Error {
  override readonly name = 'TooManyPoints';

  constructor(maxPoints: number) {
    super(
      `more than ${maxPoints} data points; those before were written. Send smaller batches, or raise --max-samples-per-request`,
    );
  }
}
