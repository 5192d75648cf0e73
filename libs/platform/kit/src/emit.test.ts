import { describe, expect, it } from 'vitest';
import { emitComponents } from './emit.ts';
import { configMap } from './objects.ts';
import { planCluster } from './plan.ts';
import { install, testCluster, testComponent, testPlatform, testSystem } from './test-cluster.ts';

const settings = (name: string) =>
  testComponent(testSystem(name), (context) => void configMap(context, 'settings', { on: 'yes', text: 'a\nb\n' }));
const emit = (...names: string[]) =>
  emitComponents(planCluster(testCluster(names.map((name) => install(settings(name)))), testPlatform));

describe('emitComponents', () => {
  it('writes one object per file, with a banner, fixed key order and safe quoting', () => {
    const file = emit('app').find(({ path }) => path.includes('settings'));
    expect(file?.path).toBe('test/components/blue/app/configmap.apps.settings.yaml');
    expect(
      file?.text,
    ).toBe(`# Rendered by \`npm run render\` from libs/platform/kit/src/emit.test.ts. Do not edit: change the source and render again.
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: apps
  labels:
    app.kubernetes.io/managed-by: argocd
    app.kubernetes.io/name: app
    app.kubernetes.io/part-of: chimera
    chimera.dev/component: app
    chimera.dev/team: blue
data:
  "on": "yes"
  text: |
    a
    b
`);
  });

  it('gives the same bytes twice', () => {
    expect(emit('app')).toEqual(emit('app'));
  });

  it('refuses two objects of one identity and names both makers', () => {
    expect(() => emit('app', 'other')).toThrow(
      /ConfigMap apps\/settings is made twice on test: at \S+emit\.test\.ts:\d+ and at \S+emit\.test\.ts:\d+/,
    );
  });
});
