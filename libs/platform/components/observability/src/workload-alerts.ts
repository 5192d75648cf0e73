/** Names of the alerts that are about somebody's workload: they go to the team that owns the namespace. */
export const workloadAlerts = [
  'ContainerRestartingOften',
  'ContainerOutOfMemory',
  'ContainerMemoryNearLimit',
  'ContainerCpuThrottled',
  'ContainerWaiting',
  'KubePodNotReady',
  'KubeDeploymentReplicasMismatch',
  'KubeStatefulSetReplicasMismatch',
  'KubeDaemonSetIncomplete',
  'KubeJobFailed',
  'VolumeAlmostFull',
  'TargetDown',
] as const;
