/** Protection by a web configuration file. Loads YAML, so a server without such a file does not import it. */
import { createAuthenticator } from './authenticator.ts';
import { createBcryptThread } from './bcrypt-thread.ts';
import type { Protection } from './protection.ts';
import { readWebConfig } from './web-config.ts';

/** Throws StartError. `bcryptWorker` is the file of the thread, started with the first password. */
export function openProtection(file: string, bcryptWorker: URL): Protection {
  const { tls, headers, users, tokens } = readWebConfig(file);
  const bcrypt = createBcryptThread(bcryptWorker);
  return { tls, headers, authenticator: createAuthenticator({ users, tokens }, bcrypt.compare), end: bcrypt.end };
}
