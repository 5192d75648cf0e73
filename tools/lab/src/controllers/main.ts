/** The lab's own loops as a program: `main.ts KUBECONFIG VOLUMES_FOLDER PKI_FOLDER`. Runs until the lab goes down. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openCluster } from '../cluster/client.ts';
import { NODE_ADDRESS } from '../up/layout.ts';
import { giveAddresses } from './addresses.ts';
import { syncExternalSecrets } from './external-secrets.ts';
import { provisionVolumes } from './volumes.ts';
import { createWebhookStandIn } from './webhooks.ts';

const PAUSE_MS = 1_000;

const [kubeconfig, volumes, pki] = process.argv.slice(2);
if (kubeconfig === undefined || volumes === undefined || pki === undefined) {
  throw new Error('usage: main.ts KUBECONFIG VOLUMES_FOLDER PKI_FOLDER');
}
const cluster = await openCluster(kubeconfig);
const LOOPS: Readonly<Record<string, () => Promise<void>>> = {
  volumes: () => provisionVolumes(cluster, volumes),
  addresses: () => giveAddresses(cluster, NODE_ADDRESS),
  webhooks: createWebhookStandIn(cluster, pki),
  'external secrets': () => syncExternalSecrets(cluster, () => new Date()),
};

for (;;) {
  for (const [name, loop] of Object.entries(LOOPS)) {
    try {
      await loop();
    } catch (error) {
      // Conflicts and objects that went away meanwhile: the next round sees the present state.
      console.error(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  }
  await sleep(PAUSE_MS);
}
