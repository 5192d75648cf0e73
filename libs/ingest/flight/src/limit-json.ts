/** Bounds JSON inside of Flight messages by its length: JSON.parse cannot be stopped, and makes objects of thirty times its input. */
import { IngestError } from './ingest-error.ts';

export type JsonLimit = {
  /** Longest JSON of a ticket, a command, an action, app_metadata or schema metadata. Default: 1 MiB. */
  readonly maxJsonBytes?: number | undefined;
  /** Told when some was longer: for metrics. */
  readonly onLongJson?: (() => void) | undefined;
};

const MAX_JSON_BYTES = 2 ** 20;

/** `what`: names the JSON in the error. Throws IngestError 'resource_exhausted'. */
export function limitJson(json: Uint8Array | string, what: string, limit: JsonLimit): void {
  const { maxJsonBytes = MAX_JSON_BYTES, onLongJson } = limit;
  if (json.length <= maxJsonBytes) return;
  onLongJson?.();
  const message = `${what} is JSON of ${json.length} bytes, over the limit of ${maxJsonBytes}: shorten it, or raise --max-flight-json`;
  throw new IngestError('resource_exhausted', message);
}
