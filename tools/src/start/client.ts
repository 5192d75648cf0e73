/** The few HTTP calls that `npm start` makes to the server it started. */

export type Sample = { readonly metric: Readonly<Record<string, string>>; readonly value: number };

export type Client = {
  /** Whether GET `path` answers 200; false also when nothing listens. */
  isOk(path: string): Promise<boolean>;
  /** An instant query that answers a vector, now or at a time as the API takes it; throws with the server's message. */
  query(expression: string, time?: string): Promise<Sample[]>;
  /** A sample of the server's own `/metrics`; NaN when it has none of that name. */
  ownMetric(name: string): Promise<number>;
};

type Envelope = {
  status: string;
  error?: string;
  data: { result: { metric: Record<string, string>; value: [number, string] }[] };
};

export function createClient(baseUrl: string): Client {
  const get = (path: string): Promise<Response> => fetch(baseUrl + path, { signal: AbortSignal.timeout(30_000) });
  return {
    isOk: async (path) => {
      try {
        return (await get(path)).ok;
      } catch {
        return false;
      }
    },
    query: async (expression, time) => {
      const parameters = new URLSearchParams({ query: expression, ...(time === undefined ? {} : { time }) });
      const body = (await (await get(`/api/v1/query?${parameters}`)).json()) as Envelope;
      if (body.status !== 'success') throw new Error(`query ${expression} failed: ${body.error}`);
      return body.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    ownMetric: async (name) => {
      const text = await (await get('/metrics')).text();
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
      return line === undefined ? Number.NaN : Number(line.slice(name.length + 1));
    },
  };
}
