/** What a ticket or a command says: `{"query", "start", "end", "step"}`, or `{"query", "time"}` for one moment. */
import { IngestError } from '../ingest-error.ts';
import { type JsonLimit, limitJson } from '../limit-json.ts';

/** Texts as the HTTP API takes them: times in Unix seconds or RFC 3339, the step in seconds or as a duration. */
export type FlightQueryParams = {
  readonly query: string;
  readonly time?: string;
  readonly start?: string;
  readonly end?: string;
  readonly step?: string;
  readonly timeout?: string;
};

const KEYS: ReadonlySet<string> = new Set(['query', 'time', 'start', 'end', 'step', 'timeout']);

/** Whether it is evaluated on a grid of times. */
export function isRange({ start, end, step }: FlightQueryParams): boolean {
  return start !== undefined || end !== undefined || step !== undefined;
}

/** Throws IngestError 'invalid_argument', or 'resource_exhausted' beyond the limit. */
export function parseQueryParams(bytes: Uint8Array, limit: JsonLimit = {}): FlightQueryParams {
  limitJson(bytes, 'the query', limit);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new IngestError('invalid_argument', `the query is not JSON; ${EXPECTED}`, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new IngestError('invalid_argument', `the query is not a JSON object; ${EXPECTED}`);
  const params: Record<string, string> = {};
  for (const [key, value] of Object.entries(parsed)) {
    if (!KEYS.has(key))
      throw new IngestError('invalid_argument', `unknown key '${key}'; known: ${[...KEYS].join(', ')}`);
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new IngestError('invalid_argument', `'${key}' must be text or a number`);
    params[key] = String(value);
  }
  const { query, ...rest } = params;
  if (query === undefined) throw new IngestError('invalid_argument', `no 'query'; ${EXPECTED}`);
  if (rest['time'] !== undefined && isRange({ query, ...rest }))
    throw new IngestError('invalid_argument', "'time' asks for one moment, 'start', 'end' and 'step' for many; choose");
  return { query, ...rest };
}

const EXPECTED =
  'expected {"query": "up", "start": 1700000000, "end": 1700003600, "step": 15}, or "time" instead of the last three';
