/** The door of the gRPC ports: TLS, and credentials for every call but the health service's. */
import type { SecureServerOptions } from 'node:http2';
import {
  experimental,
  type Metadata,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptor,
  type ServerListener,
  status,
} from '@grpc/grpc-js';
import type { Authenticator, Identity, Refusal } from './authenticator.ts';
import { clientAuthOptions } from './client-certificate.ts';
import type { Protection } from './protection.ts';
import type { TlsSettings } from './tls-settings.ts';

const HEALTH = '/grpc.health.v1.Health/';

/** `onRefused` is for metrics, `observe` sees every call first. */
export function grpcCredentials(
  { tls, authenticator }: Pick<Protection, 'tls' | 'authenticator'>,
  onRefused: (reason: Refusal) => void,
  observe: ServerInterceptor,
): ServerCredentials {
  const transport = tls === null ? ServerCredentials.createInsecure() : new TlsCredentials(tls);
  const interceptors = [observe];
  if (authenticator !== null) interceptors.push(authenticating(authenticator, onRefused));
  return experimental.createServerCredentialsWithInterceptors(transport, interceptors);
}

/** For services that look at a call's metadata themselves. */
export function authenticateMetadata(authenticator: Authenticator, metadata: Metadata): Promise<Identity | Refusal> {
  const [value] = metadata.get('authorization');
  return authenticator.authenticate(typeof value === 'string' ? value : value?.toString());
}

function authenticating(authenticator: Authenticator, onRefused: (reason: Refusal) => void): ServerInterceptor {
  return (method, call) => {
    if (method.path.startsWith(HEALTH)) return call as ServerInterceptingCall;
    const listener: ServerListener = {
      onReceiveMetadata: (metadata, next) => {
        void authenticateMetadata(authenticator, metadata).then((outcome) => {
          if (typeof outcome === 'object') {
            next(metadata);
            return;
          }
          onRefused(outcome);
          call.sendStatus(refusalStatus(outcome));
        });
      },
    };
    return new ServerInterceptingCall(call, { start: (next) => next(listener) });
  };
}

function refusalStatus(reason: Refusal): { readonly code: status; readonly details: string } {
  switch (reason) {
    case 'busy':
      return { code: status.UNAVAILABLE, details: 'too many passwords to check; try again' };
    case 'missing':
      return { code: status.UNAUTHENTICATED, details: "needs the metadata 'authorization': Basic or Bearer" };
    default:
      return { code: status.UNAUTHENTICATED, details: 'unknown user, password or token' };
  }
}

/** grpc-js' own class asks for verified client certificates or none. */
class TlsCredentials extends ServerCredentials {
  constructor({ context, clientAuth }: TlsSettings) {
    super({ ...clientAuthOptions(clientAuth), honorCipherOrder: true } satisfies SecureServerOptions, context);
  }

  _equals(other: ServerCredentials): boolean {
    return other === this;
  }
}
