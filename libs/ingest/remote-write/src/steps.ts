/** How a request is cut into steps of the writer's time, and where it ends because it has too many samples. */
import { IngestError } from './ingest-error.ts';

/** A few hundred microseconds of decoding and appending. */
const POINTS_PER_STEP = 1_024;
/** What a series costs beside its samples, in samples. */
const POINTS_PER_SERIES = 8;

export class RequestSteps {
  readonly #maxSamples: number;
  #samples = 0;
  #sinceStep = 0;

  constructor(maxSamples: number) {
    this.#maxSamples = maxSamples;
  }

  /** Before a series with so many samples is appended: whether others should have a turn. Throws {@link IngestError}. */
  add(samples: number): boolean {
    this.#samples += samples;
    if (this.#samples > this.#maxSamples) {
      throw new IngestError(
        'too_many_samples',
        `more than ${this.#maxSamples} samples; those before were written. Send smaller batches, or raise --max-samples-per-request`,
      );
    }
    this.#sinceStep += samples + POINTS_PER_SERIES;
    if (this.#sinceStep < POINTS_PER_STEP) return false;
    this.#sinceStep = 0;
    return true;
  }
}
