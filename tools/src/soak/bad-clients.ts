/** Clients that stall, trickle, read nothing, or break off: they run beside the good ones, whom they must cost nothing. */
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type BadClients = {
  /** Connections that were made so far. */
  readonly connections: number;
  /** Of these, what the server closed. */
  readonly closedByServer: number;
  stop(): void;
};

export type Ports = { readonly http: number; readonly otlpHttp: number; readonly flight: number };

/** Connections of each kind at a time. */
const OF_EACH = 4;
const PAUSE_MS = 200;

type Tally = { connections: number; closedByServer: number; stopped: boolean };

/** Starts all kinds. A connection that the server closes is made again. */
export function startBadClients(ports: Ports): BadClients {
  const tally: Tally = { connections: 0, closedByServer: 0, stopped: false };
  const open = new Set<{ destroy(): void }>();
  const kinds: readonly (() => Promise<void>)[] = [
    () => stalledHead(ports.http, tally, open),
    () => trickledBody(ports.http, '/api/v1/write', tally, open),
    () => trickledBody(ports.otlpHttp, '/v1/metrics', tally, open),
    () => unreadAnswer(ports.http, tally, open),
    () => brokenOff(ports.http, tally, open),
    () => stalledPut(ports.flight, tally, open),
  ];
  for (const kind of kinds)
    for (let i = 0; i < OF_EACH; i++) {
      void (async () => {
        while (!tally.stopped) {
          tally.connections++;
          await kind();
          await sleep(PAUSE_MS);
        }
      })();
    }
  return {
    get connections() {
      return tally.connections;
    },
    get closedByServer() {
      return tally.closedByServer;
    },
    stop: () => {
      tally.stopped = true;
      for (const one of open) one.destroy();
    },
  };
}

/** Half a request line's headers, and then nothing. */
function stalledHead(port: number, tally: Tally, open: Set<{ destroy(): void }>): Promise<void> {
  return withSocket(port, tally, open, (socket) => {
    socket.write('POST /api/v1/write HTTP/1.1\r\nHost: a\r\nContent-Le');
    socket.resume();
  });
}

/** A body of which a byte comes now and then. */
function trickledBody(port: number, path: string, tally: Tally, open: Set<{ destroy(): void }>): Promise<void> {
  return withSocket(port, tally, open, (socket) => {
    const type = 'Content-Type: application/x-protobuf\r\nContent-Length: 1000000';
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\n${type}\r\n\r\n`);
    socket.resume();
    const ticker = setInterval(() => socket.write('x'), 100);
    socket.on('close', () => clearInterval(ticker));
  });
}

/** Asks for megabytes, and does not read them. */
function unreadAnswer(port: number, tally: Tally, open: Set<{ destroy(): void }>): Promise<void> {
  return withSocket(port, tally, open, (socket) => {
    const now = Math.floor(Date.now() / 1_000);
    const query = encodeURIComponent('{__name__=~"container_.*"}');
    const path = `/api/v1/query_range?query=${query}&start=${now - 86_400}&end=${now}&step=120`;
    socket.pause();
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    // It would be a denial of service by queries, not by stalling, if it asked again at once.
    setTimeout(() => socket.destroy(), 30_000).unref();
  });
}

/** Leaves in the middle of a body. */
function brokenOff(port: number, tally: Tally, open: Set<{ destroy(): void }>): Promise<void> {
  return withSocket(port, tally, open, (socket) => {
    const type = 'Content-Type: application/x-protobuf\r\nContent-Encoding: snappy\r\nContent-Length: 100000';
    socket.write(`POST /api/v1/write HTTP/1.1\r\nHost: a\r\n${type}\r\n\r\n`);
    socket.write(Buffer.alloc(50_000), () => socket.destroy());
  });
}

function withSocket(
  port: number,
  tally: Tally,
  open: Set<{ destroy(): void }>,
  use: (socket: Socket) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: false });
    open.add(socket);
    let ended = false;
    socket.on('end', () => {
      ended = true;
    });
    socket.on('error', () => {
      ended = true;
    });
    socket.on('close', () => {
      open.delete(socket);
      if (ended && !tally.stopped) tally.closedByServer++;
      resolve();
    });
    use(socket);
  });
}

/** A DoPut whose first message announces more than ever comes. */
function stalledPut(port: number, tally: Tally, open: Set<{ destroy(): void }>): Promise<void> {
  return new Promise((resolve) => {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    open.add(session);
    session.on('error', () => {});
    session.on('close', () => {
      open.delete(session);
      if (!tally.stopped) tally.closedByServer++;
      resolve();
    });
    const stream = session.request({
      ':method': 'POST',
      ':path': '/arrow.flight.protocol.FlightService/DoPut',
      ...{ 'content-type': 'application/grpc', te: 'trailers' },
    });
    stream.on('error', () => {});
    // A megabyte announced, a hundred bytes sent.
    stream.write(Buffer.concat([Buffer.from([0, 0, 0x10, 0, 0]), Buffer.alloc(100)]));
  });
}
