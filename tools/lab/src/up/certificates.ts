/** Keys and certificates of one lab, valid for 30 days, and the kubeconfig of its administrator. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabPaths } from '../paths.ts';
import { run } from '../run.ts';
import { KUBERNETES_SERVICE, NODE_ADDRESS, PORTS, stateFiles } from './layout.ts';

/** Writes pki/ and the kubeconfig; `address` is where the machine reaches the API server. */
export async function createCertificates(paths: LabPaths, address: string): Promise<void> {
  const { pki } = stateFiles(paths);
  mkdirSync(pki, { recursive: true, mode: 0o700 });
  const file = (name: string): string => join(pki, name);
  await run('openssl', ['genrsa', '-out', file('sa.key'), '2048']);
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=lab-ca'],
    ...['-keyout', file('ca.key'), '-out', file('ca.crt')],
  ]);
  const names = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];
  const addresses = [NODE_ADDRESS, address, KUBERNETES_SERVICE, '127.0.0.1'];
  await issue(pki, 'apiserver', '/CN=kube-apiserver', [
    ...names.map((name) => `DNS:${name}`),
    ...addresses.map((ip) => `IP:${ip}`),
  ]);
  await issue(pki, 'kubelet-client', '/O=system:masters/CN=apiserver', []);
  const token = randomBytes(16).toString('hex');
  writeFileSync(file('tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  const ca = readFileSync(file('ca.crt')).toString('base64');
  writeFileSync(paths.kubeconfig, kubeconfig(`https://${address}:${PORTS.api}`, ca, token), { mode: 0o600 });
}

/** A key and a certificate of the lab's authority for the alternatives (`DNS:...`, `IP:...`); resolves to their files. */
export async function issue(
  pki: string,
  name: string,
  subject: string,
  alternatives: readonly string[],
): Promise<{ key: string; certificate: string }> {
  const file = (suffix: string): string => join(pki, `${name}.${suffix}`);
  await run('openssl', [
    ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', subject, '-keyout', file('key'), '-out', file('csr')],
  ]);
  writeFileSync(file('ext'), alternatives.length > 0 ? `subjectAltName=${alternatives.join(',')}\n` : '');
  await run('openssl', [
    ...['x509', '-req', '-days', '30', '-in', file('csr'), '-out', file('crt'), '-extfile', file('ext')],
    ...['-CA', join(pki, 'ca.crt'), '-CAkey', join(pki, 'ca.key'), '-CAcreateserial'],
  ]);
  return { key: file('key'), certificate: file('crt') };
}

function kubeconfig(server: string, ca: string, token: string): string {
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'lab', cluster: { server, 'certificate-authority-data': ca } }],
      users: [{ name: 'admin', user: { token } }],
      contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'admin', namespace: 'argocd' } }],
      'current-context': 'lab',
    },
    null,
    2,
  )}\n`;
}
