/** A thread that compares secrets with bcrypt hashes: some 60 ms each that would else hold up every socket. */
import { parentPort } from 'node:worker_threads';
import { compareSync } from 'bcryptjs';
import type { BcryptAnswer, BcryptQuestion } from './bcrypt-messages.ts';

parentPort?.on('message', ({ id, secret, hash }: BcryptQuestion) => {
  parentPort?.postMessage({ id, same: compareSync(secret, hash) } satisfies BcryptAnswer);
});
