/**
 * Something for a real Prometheus to scrape: text with exemplars, odd values and a series that vanishes, and, as
 * protobuf, which is the only form that has them, native histograms.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProtobufWriter } from '@chimera/bytes';

export type ScrapeTarget = {
  readonly port: number;
  /** How often the text was scraped. */
  readonly scrapes: number;
  stop(): void;
};

/** Paths to scrape. */
export const TEXT_PATH = '/text';
export const HISTOGRAM_PATH = '/protobuf';

/** Scrapes after which `proof_vanishing` is gone. */
export const VANISHES_AFTER = 4;

const TEXT_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
const PROTOBUF_TYPE = 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/** Everything grows with each scrape. No -0 among the values: Prometheus' protobuf encoder leaves it out, so that it arrives as 0. */
export async function startScrapeTarget(): Promise<ScrapeTarget> {
  let texts = 0;
  let histograms = 0;
  const server = createServer((request, response) => {
    const isText = request.url === TEXT_PATH;
    response.writeHead(200, { 'content-type': isText ? TEXT_TYPE : PROTOBUF_TYPE });
    response.end(isText ? textOf(++texts) : familyOf(++histograms));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get scrapes() {
      return texts;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function textOf(scrape: number): string {
  const lines = [
    '# HELP proof_requests Requests, with "quotes" and a \\\\ in the help.',
    '# TYPE proof_requests counter',
    `proof_requests_total{code="200",path="/a\\"b\\\\c\\nd é"} ${scrape * 3} # {trace_id="t-${scrape}"} ${scrape}.5`,
    '# TYPE proof_odd gauge',
    'proof_odd{value="nan"} NaN',
    'proof_odd{value="inf"} +Inf',
    'proof_odd{value="-inf"} -Inf',
    'proof_odd{value="smallest"} 5e-324',
    'proof_odd{value="largest"} 1.7976931348623157e+308',
    `proof_odd{value="growing"} ${scrape / 10}`,
    '# TYPE proof_seconds histogram',
    '# UNIT proof_seconds seconds',
    `proof_seconds_bucket{le="0.1"} ${scrape} # {trace_id="bucket-${scrape}"} 0.05`,
    `proof_seconds_bucket{le="+Inf"} ${2 * scrape}`,
    `proof_seconds_sum ${scrape * 1.25}`,
    `proof_seconds_count ${2 * scrape}`,
  ];
  if (scrape <= VANISHES_AFTER) lines.push('# TYPE proof_vanishing gauge', `proof_vanishing ${scrape}`);
  return `${lines.join('\n')}\n# EOF\n`;
}

/** One delimited `io.prometheus.client.MetricFamily`: a native histogram of schema 3 with both kinds of buckets. */
function familyOf(scrape: number): Uint8Array {
  const family = new ProtobufWriter()
    .string(1, 'proof_native_seconds')
    .string(2, 'A native histogram.')
    .varint(3, HISTOGRAM_TYPE)
    .message(4, (metric) =>
      metric
        .message(1, (label) => label.string(1, 'route').string(2, '/'))
        .message(7, (histogram) =>
          histogram
            .varint(1, 10 * scrape)
            .double(2, 2.5 * scrape)
            .sint(5, 3)
            .double(6, 1e-6)
            .varint(7, scrape)
            .message(9, (span) => span.sint(1, 1).varint(2, 1))
            .sint(10, 2 * scrape)
            .message(12, (span) => span.sint(1, -5).varint(2, 2))
            .message(12, (span) => span.sint(1, 3).varint(2, 1))
            .sint(13, 3 * scrape)
            .sint(13, -2 * scrape)
            .sint(13, 2 * scrape),
        ),
    );
  const bytes = family.finish();
  const length = new ProtobufWriter().bytes(1, bytes).finish();
  // Without the key: a length, then the message.
  return length.subarray(1);
}

const HISTOGRAM_TYPE = 4;
