/** An HTTPS server that allows whatever an API server asks it to review. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { run } from '../run.ts';
import { issue } from '../up/certificates.ts';

/** Listens at an address that becomes the lab's own, under the certificate of `host`. */
export async function answerReviews(pki: string, host: string, address: string, port: number): Promise<Server> {
  const { key, certificate } = await issue(pki, host, `/CN=${host}`, [`DNS:${host}`]);
  await run('ip', ['address', 'replace', `${address}/32`, 'dev', 'lo']);
  const server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    async (request, response) => {
      try {
        response.setHeader('content-type', 'application/json').end(allow(await textOf(request)));
      } catch (error) {
        response.writeHead(400).end(String(error));
      }
    },
  );
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, address, resolve));
  console.log(`answers for ${host} at ${address}:${port}`);
  return server;
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of chunks) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** An AdmissionReview's answer: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response */
export function allow(review: string): string {
  const { apiVersion, kind, request } = JSON.parse(review) as {
    apiVersion: string;
    kind: string;
    request: { uid: string };
  };
  return JSON.stringify({ apiVersion, kind, response: { uid: request.uid, allowed: true } });
}
