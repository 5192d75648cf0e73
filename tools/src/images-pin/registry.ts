/** Asks a registry for an image's digest, by the HTTP API V2 of the distribution specification. */

/** What became of one question. */
export type DigestAnswer =
  | { readonly kind: 'digest'; readonly digest: string }
  /** The registry says that there is no such tag. */
  | { readonly kind: 'missing' }
  /** The registry answers, but not with a digest. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Nobody answers. */
  | { readonly kind: 'unreachable'; readonly why: string };

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Indexes first: their digest stands for all architectures. */
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TIMEOUT_MS = 15_000;

/** `grafana/grafana` is on Docker Hub, `redis` in its `library`, everything else begins with its host. */
export function locate(repository: string): { readonly host: string; readonly path: string } {
  const [first = '', ...rest] = repository.split('/');
  if (rest.length > 0 && /[.:]|^localhost$/.test(first)) return { host: first, path: rest.join('/') };
  return { host: 'registry-1.docker.io', path: rest.length === 0 ? `library/${first}` : repository };
}

/** One HEAD request, after fetching an anonymous token where the registry wants one. */
export async function resolveDigest(
  fetch: Fetch,
  image: { readonly repository: string; readonly tag: string },
  scheme: 'https' | 'http' = 'https',
): Promise<DigestAnswer> {
  const { host, path } = locate(image.repository);
  const url = `${scheme}://${host}/v2/${path}/manifests/${image.tag}`;
  try {
    let answer = await head(fetch, url, {});
    if (answer.status === 401) {
      const token = await anonymousToken(fetch, answer.headers.get('www-authenticate') ?? '', path);
      if (token === null) return { kind: 'refused', why: 'it wants a login' };
      answer = await head(fetch, url, { authorization: `Bearer ${token}` });
    }
    if (answer.status === 404) return { kind: 'missing' };
    if (!answer.ok) return { kind: 'refused', why: `HTTP ${answer.status}` };
    const digest = answer.headers.get('docker-content-digest') ?? '';
    if (!DIGEST.test(digest)) return { kind: 'refused', why: `its digest is "${digest}"` };
    return { kind: 'digest', digest };
  } catch (error) {
    return { kind: 'unreachable', why: reason(error) };
  }
}

function head(fetch: Fetch, url: string, headers: Record<string, string>): Promise<Response> {
  return fetch(url, {
    method: 'HEAD',
    headers: { accept: ACCEPT, ...headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

/** From `Bearer realm="https://auth.example/token",service="registry",scope="..."`; null when it is no such challenge or yields nothing. */
async function anonymousToken(fetch: Fetch, challenge: string, path: string): Promise<string | null> {
  if (!/^bearer /i.test(challenge)) return null;
  const parameters = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const realm = parameters.get('realm');
  if (realm === undefined || !URL.canParse(realm)) return null;
  const url = new URL(realm);
  const service = parameters.get('service');
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', parameters.get('scope') ?? `repository:${path}:pull`);
  const answer = await fetch(url.href, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) return null;
  const body = (await answer.json()) as { token?: unknown; access_token?: unknown };
  const token = body.token ?? body.access_token;
  return typeof token === 'string' ? token : null;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return code ?? error.message;
}
