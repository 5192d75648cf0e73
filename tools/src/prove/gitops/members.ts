/** 7. A member of a team, through the API that Argo CD's UI calls: may handle the team's Applications, and nobody else's. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { allWell, application, eventually } from '../../deploy/applications.ts';
import { type ArgocdApi, accountApi, argocdApi } from './argocd-api.ts';
import { type Check, expect } from './check.ts';
import { CLUSTER_FILE, memoryLimit } from './pushgateway.ts';

const TEAM = 'observability';
const OWN = 'pushgateway';
const OTHER = { team: 'api-ecosystem', name: 'traefik' } as const;
/** Longer than the lab's Argo CD takes to look again, which would undo a pause that root does not respect. */
const ROOT_LOOKS_SEC = 10;

export const members: Check = {
  name: 'members of a team in the API of the UI',
  async *run(world) {
    const { cluster } = world;
    const member = await accountApi(cluster, TEAM, randomBytes(12).toString('hex'));
    const nobody = await argocdApi(cluster).call('GET', '/applications');
    expect(nobody.code === 401, `without a login Argo CD answers ${nobody.code}`);

    const seen = (
      (await member.call('GET', '/applications')).body as { items?: readonly { spec: { project: string } }[] }
    ).items;
    const projects = new Set((seen ?? []).map(({ spec }) => spec.project));
    expect(
      [...projects].join() === TEAM,
      `a member of ${TEAM} sees the projects ${[...projects].join(', ') || '(none)'}`,
    );
    yield `a member of ${TEAM} sees the team's ${seen?.length} Applications and no other; without a login: 401`;

    await accepted(member, 'GET', `/applications/${OWN}?refresh=normal`);
    await operationDone(member);
    await accepted(member, 'POST', `/applications/${OWN}/sync`, {});
    await operationDone(member);
    yield `refreshes and syncs ${OWN}`;

    const before = await memoryLimit(cluster);
    const [old] = (await member.application(OWN)).status?.history?.slice(-1) ?? [];
    expect(old !== undefined, `${OWN} has no history to roll back to`);
    await world.edit(CLUSTER_FILE, (text) =>
      text.replace(`install(${OWN})`, `install(${OWN}, { resources: { limits: { memory: '88Mi' } } })`),
    );
    await world.render();
    const commit = await world.push(`${OWN}: a limit to be rolled back`);
    await allWell(cluster, { seconds: 120, expected: [OWN], revision: commit });
    await eventually('the new memory limit', 60, async () => (await memoryLimit(cluster)) === '88Mi');

    const own = await member.application(OWN);
    const { automated } = own.spec.syncPolicy ?? {};
    await accepted(member, 'PUT', `/applications/${OWN}?validate=false`, {
      metadata: own.metadata,
      spec: { ...own.spec, syncPolicy: { ...own.spec.syncPolicy, automated: null } },
    });
    await sleep(ROOT_LOOKS_SEC * 1_000);
    expect(((await member.application(OWN)).spec.syncPolicy?.automated ?? null) === null, 'root undid the pause');
    yield `pauses ${OWN}; root leaves it so`;

    await operationDone(member);
    await accepted(member, 'POST', `/applications/${OWN}/rollback`, { id: old.id });
    await eventually('the limit before the push', 60, async () => (await memoryLimit(cluster)) === before);
    yield `rolls ${OWN} back to ${old.revision.slice(0, 8)}: the memory limit is ${before} again`;

    const paused = await member.application(OWN);
    await accepted(member, 'PUT', `/applications/${OWN}?validate=false`, {
      metadata: paused.metadata,
      spec: { ...paused.spec, syncPolicy: { ...paused.spec.syncPolicy, automated } },
    });
    await eventually('the pushed limit, automatically', 60, async () => (await memoryLimit(cluster)) === '88Mi');
    yield `resumes ${OWN}: the pushed limit is back`;

    const admin = argocdApi(cluster, await cluster.argocd.adminToken());
    const other = await admin.application(OTHER.name);
    expect(other.spec.project === OTHER.team, `${OTHER.name} is of ${other.spec.project}, not of ${OTHER.team}`);
    await refused(member, 'GET', `/applications/${OTHER.name}?refresh=normal`);
    await refused(member, 'POST', `/applications/${OTHER.name}/sync`, {});
    await refused(member, 'POST', `/applications/${OTHER.name}/rollback`, { id: other.status?.history?.[0]?.id ?? 0 });
    await refused(member, 'PUT', `/applications/${OTHER.name}?validate=false`, {
      metadata: other.metadata,
      spec: { ...other.spec, syncPolicy: { ...other.spec.syncPolicy, automated: null } },
    });
    await refused(member, 'PUT', `/applications/${OWN}?validate=false`, {
      metadata: own.metadata,
      spec: { ...own.spec, project: OTHER.team },
    });
    yield `is refused refresh, sync, rollback and pause on ${OTHER.team}'s ${OTHER.name}, and moving ${OWN} to that project`;

    await world.reset();
    await eventually('the first limit again', 120, async () => (await memoryLimit(cluster)) === before);
    await allWell(cluster, { seconds: 120, expected: [OWN] });
    expect((await application(cluster, OWN)) !== undefined, `${OWN} is gone after the reset`);
  },
};

async function accepted(api: ArgocdApi, ...[method, path, body]: Parameters<ArgocdApi['call']>): Promise<void> {
  const { code, message } = await api.call(method, path, body);
  expect(code === 200, `${method} ${path}: ${code} ${message}`);
}

async function refused(api: ArgocdApi, ...[method, path, body]: Parameters<ArgocdApi['call']>): Promise<void> {
  const { code, message } = await api.call(method, path, body);
  expect(code === 403, `${method} ${path} should be refused: ${code} ${message}`);
}

/** Argo CD runs one operation of an Application at a time. */
async function operationDone(api: ArgocdApi): Promise<void> {
  await eventually('the sync to end', 60, async () => {
    const { operation, status } = await api.application(OWN);
    const { phase, message } = status?.operationState ?? {};
    if (operation !== undefined) return false;
    expect(phase !== 'Failed' && phase !== 'Error', `the sync ${phase}: ${message}`);
    return phase === 'Succeeded';
  });
}
