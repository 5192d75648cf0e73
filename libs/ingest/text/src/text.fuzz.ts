/** Fuzz targets: both text formats, cut into chunks, and compressed bodies. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { FuzzTarget, Verdict } from '@chimera/testing';
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { createTextImportHandler } from './handle-text-import.ts';

const PROMETHEUS = `# HELP http_requests_total The "total", \\\\ and \\n.
# TYPE http_requests_total counter
http_requests_total{method="post",path="/a\\"b\\\\c\\nd",code="200"} 1027 1700000000000
http_requests_total{method="post",code="400",} 3e-5

# a comment
{"a.dotted","label.x"="é"} NaN
rpc_seconds{quantile="0.5"} +Inf 1700000000001
rpc_seconds_sum -1.7560473e+07
`;

const OPEN_METRICS = `# TYPE foo_seconds counter
# UNIT foo_seconds seconds
# HELP foo_seconds Something.
foo_seconds_total{a="b"} 17.0 1700000000.25 # {trace_id="KOO5S4vxi0o"} 0.67 1700000000.1
foo_seconds_created{a="b"} 1699999999.5
# TYPE bar histogram
bar_bucket{le="0.1"} 8 # {} 0.054
bar_bucket{le="+Inf"} 10
bar_count 10
bar_sum 1e3
# EOF
`;

const WORDS = [
  '{',
  '}',
  '="',
  '"',
  ',',
  ' ',
  '\n',
  '#',
  '# TYPE ',
  '# HELP ',
  '# EOF\n',
  'NaN',
  '+Inf',
  '1e400',
  '\\n',
  '\\"',
];
const LIMIT = 4 * 1024 ** 2;

export const FUZZ: readonly FuzzTarget[] = [
  {
    name: 'text-prometheus',
    says: "Prometheus' text format 0.0.4",
    corpus: () => [Buffer.from(PROMETHEUS)],
    hostile: () => [Buffer.from('{'), Buffer.from('a{b="'), Buffer.from('a 1 2 3\n')],
    words: WORDS,
    open: () => opened('prometheus', ''),
  },
  {
    name: 'text-openmetrics',
    says: 'OpenMetrics 1.0',
    corpus: () => [Buffer.from(OPEN_METRICS)],
    hostile: () => [Buffer.from('a 1 # {x="y"} \n# EOF\n')],
    words: WORDS,
    open: () => opened('openmetrics', ''),
  },
  ...(['gzip', 'zstd'] as const).map((encoding): FuzzTarget => {
    const compress = encoding === 'gzip' ? gzipSync : zstdCompressSync;
    return {
      name: `text-${encoding}`,
      says: `a text compressed with ${encoding}, bombs among them`,
      corpus: () => [compress(PROMETHEUS), compress('up 1\n'.repeat(1_000))],
      hostile: () => [compress(Buffer.alloc(16 * LIMIT, 'x')), compress(PROMETHEUS).subarray(0, 50)],
      open: () => opened('prometheus', encoding),
    };
  }),
];

function opened(format: string, encoding: string) {
  const handle = createTextImportHandler({
    appender: createMemoryStorage(),
    now: () => 1_700_000_000_000,
    limits: { maxBytes: LIMIT },
  });
  return {
    run: async (input: Uint8Array): Promise<Verdict> => {
      const request = { method: 'POST', headers: { 'content-encoding': encoding }, format, body: chunks(input) };
      const { status } = await handle(request);
      if (status >= 500) throw new Error(`answered ${status}`);
      return status === 200 ? 'accepted' : 'refused';
    },
  };
}

/** Cut where the bytes say: between, and in the middle of, everything. */
async function* chunks(input: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < input.length; ) {
    const size = input.length > 4_096 ? 65_536 : 1 + ((input[from] as number) % 61);
    yield input.subarray(from, from + size);
    from += size;
  }
}
