/** The restricted Pod Security Standard of Kubernetes 1.34, on pods and on the namespaces that enforce it. */
import { describe, findObject } from '../identity.ts';
import { isObject, type Json, objectAt, objectsAt, stringAt, stringsAt } from '../json.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { type Container, describeContainer, workloadsOf } from '../workloads.ts';

const ID = 'pod-security-restricted';

/** Sources of volumes that the standard allows. */
const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

export const podSecurityRestricted: Rule = {
  id: ID,
  title: 'pods pass the restricted Pod Security Standard, and their namespaces enforce it',
  *check(cluster) {
    for (const workload of workloadsOf(cluster)) {
      const where = describe(workload.placed.object);
      for (const [message, fix] of podErrors(workload.podSpec))
        yield violation(ID, workload.placed, `${where}: ${message}`, { fix });
      for (const container of workload.containers)
        for (const [message, fix] of containerErrors(workload.podSpec, container))
          yield violation(ID, workload.placed, `${describeContainer(workload, container)}: ${message}`, {
            fix,
            part: container.name,
          });
    }
    for (const namespace of new Set(workloadsOf(cluster).map((workload) => workload.namespace))) {
      const placed = findObject(cluster, '', 'Namespace', '', namespace);
      const enforced = placed?.object.metadata.labels?.['pod-security.kubernetes.io/enforce'];
      if (placed === undefined || enforced === 'restricted') continue;
      yield violation(ID, placed, `${describe(placed.object)}: enforces ${enforced ?? 'no pod security'}`, {
        fix: 'label it pod-security.kubernetes.io/enforce: restricted',
      });
    }
  },
};

/** What is wrong, and what to write. */
type Finding = readonly [message: string, fix: string];

function* podErrors(spec: Json): Iterable<Finding> {
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC'])
    if (spec[key] === true) yield [`${key} is true`, `remove ${key}`];
  for (const volume of objectsAt(spec, 'volumes')) {
    const source = Object.keys(volume).find((key) => key !== 'name' && !VOLUMES.has(key));
    if (source !== undefined)
      yield [
        `volume ${stringAt(volume, 'name')} is a ${source}`,
        'use a configMap, secret, emptyDir, projected volume or claim',
      ];
  }
  const security = objectAt(spec, 'securityContext');
  yield* userErrors(security);
  for (const sysctl of objectsAt(security, 'sysctls')) {
    const name = stringAt(sysctl, 'name') ?? '';
    if (!SYSCTLS.has(name)) yield [`sets the sysctl ${name}`, 'remove it'];
  }
}

function* containerErrors(podSpec: Json, { spec, role }: Container): Iterable<Finding> {
  const pod = objectAt(podSpec, 'securityContext');
  const own = objectAt(spec, 'securityContext');
  if ((own['runAsNonRoot'] ?? pod['runAsNonRoot']) !== true)
    yield ['may run as root', 'set securityContext.runAsNonRoot: true, and a uid'];
  yield* userErrors(own);
  const seccomp = stringAt(own, 'seccompProfile', 'type') ?? stringAt(pod, 'seccompProfile', 'type');
  if (seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost')
    yield ['has no seccomp profile', 'set securityContext.seccompProfile: {type: RuntimeDefault}'];
  if (own['allowPrivilegeEscalation'] !== false)
    yield ['may gain privileges', 'set securityContext.allowPrivilegeEscalation: false'];
  if (own['privileged'] === true) yield ['is privileged', 'remove securityContext.privileged'];
  if (!stringsAt(own, 'capabilities', 'drop').includes('ALL'))
    yield ['keeps capabilities', 'set securityContext.capabilities: {drop: [ALL]}'];
  for (const capability of stringsAt(own, 'capabilities', 'add'))
    if (capability !== 'NET_BIND_SERVICE') yield [`adds the capability ${capability}`, 'remove it'];
  if (own['procMount'] !== undefined && own['procMount'] !== 'Default')
    yield ['unmasks /proc', 'remove securityContext.procMount'];
  for (const port of objectsAt(spec, 'ports'))
    if (typeof port['hostPort'] === 'number' && port['hostPort'] > 0)
      yield [`takes port ${port['hostPort']} of its node`, 'remove hostPort and use a Service'];
  for (const handler of handlers(spec))
    if (stringAt(handler, 'host') !== undefined)
      yield ['a probe or hook names a host', `remove host from the ${role} container's probes and hooks`];
}

/** User, SELinux, AppArmor and Windows settings, which pods and containers have alike. */
function* userErrors(security: Json): Iterable<Finding> {
  if (security['runAsNonRoot'] === false) yield ['runAsNonRoot is false', 'set runAsNonRoot: true'];
  if (security['runAsUser'] === 0) yield ['runs as uid 0', 'set runAsUser to the uid of the image, or any other but 0'];
  const selinux = objectAt(security, 'seLinuxOptions');
  if (selinux['user'] !== undefined || selinux['role'] !== undefined)
    yield ['sets an SELinux user or role', 'remove it'];
  if (stringAt(security, 'appArmorProfile', 'type') === 'Unconfined')
    yield ['switches AppArmor off', 'remove appArmorProfile'];
  if (objectAt(security, 'windowsOptions')['hostProcess'] === true)
    yield ['is a host process', 'remove windowsOptions'];
}

function handlers(spec: Json): readonly Json[] {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => objectAt(spec, probe));
  const hooks = ['postStart', 'preStop'].map((hook) => objectAt(spec, 'lifecycle', hook));
  return [...probes, ...hooks].flatMap((one) => [one['httpGet'], one['tcpSocket']]).filter(isObject);
}
