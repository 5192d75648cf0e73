/** Which client certificates the listeners take: Node's options, and what it leaves to us. */
import type { TLSSocket } from 'node:tls';
import type { ClientAuth } from './tls-settings.ts';

/** Options of a TLS server. Of the kinds between "none" and "verified", Node refuses nothing by itself. */
export function clientAuthOptions(clientAuth: ClientAuth): {
  readonly requestCert: boolean;
  readonly rejectUnauthorized: boolean;
} {
  return {
    requestCert: clientAuth !== 'NoClientCert',
    rejectUnauthorized: clientAuth === 'RequireAndVerifyClientCert',
  };
}

/** Whether a connection whose handshake has ended may go on. */
export function clientCertificateFits(socket: TLSSocket, clientAuth: ClientAuth): boolean {
  if (clientAuth !== 'RequireAnyClientCert' && clientAuth !== 'VerifyClientCertIfGiven') return true;
  // Without a certificate it is an empty object.
  const given = Object.keys(socket.getPeerCertificate() ?? {}).length > 0;
  return clientAuth === 'RequireAnyClientCert' ? given : !given || socket.authorized;
}
