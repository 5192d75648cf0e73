/** What the generator asks of the server, over Arrow Flight. */
import { messageOf } from '@chimera/errors';
import type { FlightClient } from '@chimera/ingest-flight';
import { type ServiceError, status } from '@grpc/grpc-js';
import { GeneratorError } from './generator-error.ts';
import type { Pause } from './pause.ts';

/** Answer of the action `health`. */
export type Health = {
  readonly state: 'starting' | 'seeding' | 'ready' | 'draining';
  /** Differs for each start of the server. */
  readonly start_token: string;
};

/** Answer of the action `stats`; the limit is missing on servers that do not report one. */
export type Stats = {
  readonly series: number;
  readonly samples: number;
  readonly memory_bytes: number;
  readonly max_memory_bytes?: number;
};

export type ServerClient = Pick<FlightClient, 'put' | 'action' | 'ready' | 'close'>;

const PROBE_MS = 1000;

/** Waits until the server answers, at most `waitSec`. Throws GeneratorError 'unreachable'. */
export async function waitForServer(
  client: ServerClient,
  target: string,
  waitSec: number,
  pause: Pause,
): Promise<Health> {
  const attempts = Math.max(1, Math.ceil((waitSec * 1000) / PROBE_MS));
  for (let attempt = 1; ; attempt++) {
    try {
      await client.ready(PROBE_MS);
      return await client.action<Health>('health');
    } catch (cause) {
      refuseCredentials(cause, target);
      if (attempt >= attempts) {
        throw new GeneratorError(
          'unreachable',
          `no Arrow Flight at ${target} after ${waitSec} s (${messageOf(cause)}). Start the server first (npm start), ` +
            'or say where it is: --target HOST:PORT. If it speaks TLS, --tls-ca-file must be given; if not, it must not',
          { cause },
        );
      }
    }
    await pause(PROBE_MS / 10);
  }
}

/** Waiting does not help a wrong token. Throws GeneratorError 'refused'. */
function refuseCredentials(cause: unknown, target: string): void {
  const { code, details } = cause as Partial<ServiceError>;
  if (code !== status.UNAUTHENTICATED && code !== status.PERMISSION_DENIED) return;
  const message = `Arrow Flight at ${target} refuses: ${details}. Give the token that its web configuration knows: --token-file FILE`;
  throw new GeneratorError('refused', message, { cause });
}
