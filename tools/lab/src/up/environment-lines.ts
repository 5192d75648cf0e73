/** `lab env`: export lines for a shell. */
import { openCluster } from '../cluster/client.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { PORTS } from './layout.ts';
import type { LabRecord } from './record.ts';
import { waitFor } from './wait.ts';

export async function environmentLines(paths: LabPaths, { address }: LabRecord): Promise<string[]> {
  const token = await argocdToken(paths, address);
  return [
    `export KUBECONFIG=${quote(paths.kubeconfig)}`,
    `export PATH=${quote(paths.bin)}:"$PATH"`,
    `export ARGOCD_SERVER=${address}:${PORTS.argocdServer} ARGOCD_OPTS=--plaintext ARGOCD_AUTH_TOKEN=${token}`,
  ];
}

/** A session of Argo CD's administrator. */
export async function argocdToken(paths: LabPaths, address: string): Promise<string> {
  return await argocdSession(address, 'admin', await argocdPassword(paths));
}

/** The administrator's password, which Argo CD makes at its first start. */
export async function argocdPassword(paths: LabPaths): Promise<string> {
  const cluster = await openCluster(paths.kubeconfig);
  const identity = { apiVersion: 'v1', kind: 'Secret', name: 'argocd-initial-admin-secret', namespace: 'argocd' };
  let password = '';
  await waitFor("Argo CD's first password", 30, async () => {
    const data = (await cluster.get(identity))?.['data'] as { password?: string } | undefined;
    password = Buffer.from(data?.password ?? '', 'base64').toString('utf8');
    return password !== '';
  });
  return password;
}

/** Logs in as the UI does. Throws when Argo CD refuses. */
export async function argocdSession(address: string, username: string, password: string): Promise<string> {
  const response = await fetch(`http://${address}:${PORTS.argocdServer}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const answer = (await response.json()) as { token?: string; message?: string };
  if (answer.token === undefined)
    throw new LabError(`Argo CD refuses ${username}: ${answer.message ?? response.status}`);
  return answer.token;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
