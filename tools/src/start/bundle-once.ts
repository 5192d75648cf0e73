/** Vitest's global set-up: the server is bundled before the first test file, since several start it at the same time. */
import { bundleServerForAll } from './bundle.ts';

export async function setup(): Promise<void> {
  await bundleServerForAll();
}
