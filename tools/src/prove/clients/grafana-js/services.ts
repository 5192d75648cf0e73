/** What Grafana's application gives its data sources, which no npm package has: requests to its server, and variables. */
import type { Packages } from './packages.ts';
import type { Variables } from './page.ts';

type BackendRequest = {
  readonly url: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

const JSON_TYPE = 'application/json';

/** As Grafana's own: bodies are forms when the caller says so, JSON otherwise; an answer that is no success is thrown. */
export function backendService(rxjs: Packages['rxjs'], server: string): object {
  const ask = async (request: BackendRequest): Promise<object> => {
    const { url, method = 'GET', params = {}, data } = request;
    const headers = headersOf(request);
    const query = new URLSearchParams();
    for (const [name, values] of Object.entries(params))
      for (const value of [values].flat()) query.append(name, String(value));
    const search = query.size === 0 ? '' : `${url.includes('?') ? '&' : '?'}${query}`;
    const body = method === 'GET' || data === undefined ? null : bodyOf(data, headers['content-type']);
    const response = await fetch(`${server}${url}${search}`, { method, headers, body });
    const { status, statusText, ok } = response;
    const answer = { status, statusText, ok, data: parsed(await response.text()), config: request };
    if (!ok) throw answer;
    return answer;
  };
  return { fetch: (request: BackendRequest) => rxjs.from(ask(request)) };
}

function headersOf({ headers = {}, data }: BackendRequest): Record<string, string> {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    accept: 'application/json, text/plain, */*',
    ...(data === undefined ? {} : { 'content-type': JSON_TYPE }),
    ...Object.fromEntries(own),
  };
}

function bodyOf(data: unknown, type: string | undefined): string {
  if (type === JSON_TYPE) return JSON.stringify(data);
  return String(new URLSearchParams(data as Record<string, string>));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type ScopedVars = Readonly<Record<string, { readonly value: unknown } | undefined>>;
type Format = (value: unknown, variable: { readonly multi: boolean; readonly includeAll: boolean }) => string;

/** Replaces `$name`, `${name}` and `[[name]]`; variables of several values have a list. */
export function templateService(variables: Variables): object {
  return {
    getVariables: () => Object.keys(variables).map((name) => ({ name })),
    containsTemplate: (text: string) => /\$|\[\[/.test(text),
    replace: (text: string | undefined, scoped: ScopedVars = {}, format?: Format) =>
      (text ?? '').replace(/\$(\w+)|\$\{(\w+)\}|\[\[(\w+)\]\]/g, (all, ...[a, b, c]: (string | undefined)[]) => {
        const name = (a ?? b ?? c) as string;
        const value = scoped[name]?.value ?? variables[name];
        if (value === undefined) return all;
        const multi = Array.isArray(variables[name]);
        return format === undefined ? String(value) : format(value, { multi, includeAll: multi });
      }),
  };
}
