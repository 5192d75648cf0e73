/** Clients of the gRPC ports that went away without a word, or stopped: they hold streams, and what was half sent. */
import type { Http2Session } from 'node:http2';

/** Pings the client each `everyMs`; one that has not answered by the next time is cut, and `onSilent` told. */
export function pingClient(session: Http2Session, everyMs: number, onSilent: () => void): void {
  let answered = true;
  const timer = setInterval(() => {
    if (session.destroyed) return;
    if (!answered) {
      onSilent();
      session.destroy();
      return;
    }
    answered = false;
    session.ping(() => {
      answered = true;
    });
  }, everyMs).unref();
  session.once('close', () => clearInterval(timer));
}
