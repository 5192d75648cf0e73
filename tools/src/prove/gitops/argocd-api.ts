/** Argo CD's API as its UI calls it, in the name of one account. */
import type { RunningCluster } from '@chimera/lab';

/** What the UI reads and writes of an Application. */
export type UiApplication = {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly project: string;
    readonly syncPolicy?: { readonly automated?: object | null };
    readonly [field: string]: unknown;
  };
  /** Asked for and not begun, or running. */
  readonly operation?: object;
  readonly status?: {
    readonly history?: readonly { readonly id: number; readonly revision: string }[];
    readonly operationState?: { readonly phase?: string; readonly message?: string };
  };
};

export type Answer = { readonly code: number; readonly body: unknown; readonly message: string };

export type ArgocdApi = {
  call(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer>;
  application(name: string): Promise<UiApplication>;
};

/** Without a token: nobody's. */
export function argocdApi({ argocd }: RunningCluster, token?: string): ArgocdApi {
  const call: ArgocdApi['call'] = async (method, path, body) => {
    const response = await fetch(`${argocd.url}/api/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { message?: string };
    return { code: response.status, body: answer, message: answer.message ?? '' };
  };
  return {
    call,
    async application(name) {
      const { code, body, message } = await call('GET', `/applications/${name}`);
      if (code !== 200) throw new Error(`Argo CD does not show ${name}: ${code} ${message}`);
      return body as UiApplication;
    },
  };
}

/** Gives an account a password, as an administrator does, and logs in with it. */
export async function accountApi(cluster: RunningCluster, name: string, password: string): Promise<ArgocdApi> {
  const admin = argocdApi(cluster, await cluster.argocd.adminToken());
  const currentPassword = await cluster.argocd.adminPassword();
  const set = await admin.call('PUT', '/account/password', { name, currentPassword, newPassword: password });
  if (set.code !== 200) throw new Error(`the account ${name} gets no password: ${set.code} ${set.message}`);
  return argocdApi(cluster, await cluster.argocd.login(name, password));
}
