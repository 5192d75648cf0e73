/** Records what a real pyarrow sends: the fixtures of libs/ingest/flight, written anew. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { inRepo } from '../workspace.ts';
import { CannotRun, type Proof } from './proof.ts';

const FOLDER = 'libs/ingest/flight/src/testdata';
const START_SECONDS = '1700000000';

/** Shape and compression of each recording. */
const RECORDINGS = [['decimals','lz4']];

const run = promisify(execFile);

export const recordFlight: Proof = {
  says: `writes ${FOLDER}/pyarrow-*.frames anew; proves nothing`,
  needs: 'python3 with pyarrow and pandas (pip install pyarrow pandas)',
  async *run() {
    let streams: Buffer[] = [];
    const server = http2.createServer();
    server.on('stream', (stream) => {
      const parts: Buffer[] = [];
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        streams.push(Buffer.concat(parts));
        stream.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      for (const [shape, compression] of RECORDINGS) {
        streams = [];
        const client = inRepo('tools/src/prove/pyarrow_client.py');
        const args = [client, `grpc://127.0.0.1:${port}`, 'put', START_SECONDS, shape, compression];
        await run('python3', args).catch((cause: Error) => {
          throw new CannotRun(`pyarrow did not send its table: ${cause.message}`, { cause });
        });
        for (const [i, bytes] of streams.entries()) {
          const name = `pyarrow-${shape}-${compression}${i === 0 ? '' : `-${i + 1}`}.frames`;
          writeFileSync(inRepo(`${FOLDER}/${name}`), frames(bytes));
          yield `${name}: ${bytes.length} bytes`;
        }
      }
    } finally {
      server.close();
    }
  },
};

/** gRPC's prefix (a flag, a big-endian length) becomes a little-endian length alone. */
function frames(bytes: Buffer): Buffer {
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 1);
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32LE(length);
    out.push(prefix, bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return Buffer.concat(out);
}

for await (const line of recordFlight.run()) console.log(line);
