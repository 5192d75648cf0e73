import { expect, test } from 'vitest';
import { applicationState, isWell } from './application-state.ts';

const application = (status: object) =>
  applicationState({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'app', namespace: 'argocd' },
    status,
  });
const waiting = { message: 'waiting for healthy state of networking.k8s.io/NetworkPolicy/app' };
const failed = {
  resources: [
    { status: 'Synced', message: 'ok' },
    { status: 'SyncFailed', message: 'port 99091' },
  ],
};

test.each([
  [
    'a condition first',
    { conditions: [{ message: 'no such repository' }], operationState: waiting },
    'no such repository',
  ],
  ['then what Kubernetes refused', { operationState: { ...waiting, syncResult: failed } }, 'port 99091'],
  ['then its health', { health: { status: 'Degraded', message: 'stuck' }, operationState: waiting }, 'stuck'],
  ['then the attempt', { operationState: waiting }, waiting.message],
  ['or nothing', {}, ''],
])('the reason: %s', (_, status, reason) => {
  expect(application(status).reason).toBe(reason);
});

test('well is Synced and Healthy, and nothing that is not known', () => {
  expect(isWell(application({ sync: { status: 'Synced' }, health: { status: 'Healthy' } }))).toBe(true);
  expect(isWell(application({ sync: { status: 'Synced' }, health: { status: 'Progressing' } }))).toBe(false);
  expect(isWell(application({}))).toBe(false);
});
