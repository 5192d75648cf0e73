import { describe, expect, it } from 'vitest';
import { changeLines, diffObjects } from './object-diff.ts';

const deployment = (name: string, replicas: number, images: string[]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'apps' },
  spec: { replicas, containers: images.map((image) => ({ image })) },
});

describe('diffObjects', () => {
  it('tells added, removed and changed objects apart, field by field', () => {
    const before = [deployment('web', 1, ['a:1']), deployment('old', 1, [])];
    const after = [deployment('web', 2, ['a:2']), deployment('new', 1, [])];
    expect(diffObjects(before, after)).toEqual({
      added: ['Deployment apps/new'],
      removed: ['Deployment apps/old'],
      changed: [
        {
          object: 'Deployment apps/web',
          fields: ['spec.containers[0].image: "a:1" -> "a:2"', 'spec.replicas: 1 -> 2'],
          immutable: [],
        },
      ],
    });
  });

  it('is empty for equal renders and counts entries of lists that grew', () => {
    expect(diffObjects([deployment('web', 1, [])], [deployment('web', 1, [])]).changed).toEqual([]);
    expect(diffObjects([deployment('web', 1, ['a'])], [deployment('web', 1, ['a', 'b'])]).changed[0]?.fields).toEqual([
      'spec.containers: 1 -> 2 entries',
    ]);
  });

  it('says which immutable fields are touched, above all others', () => {
    const claim = (storageClassName: string, storage: string) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'apps' },
      spec: { resources: { requests: { storage } }, storageClassName },
    });
    const [change] = diffObjects([claim('standard', '2Gi')], [claim('fast', '1Gi')]).changed;
    expect(change && changeLines(change, 1)).toEqual([
      '~ PersistentVolumeClaim apps/data',
      '    immutable: spec.resources.requests.storage (it shrinks)',
      '    immutable: spec.storageClassName',
      '    spec.resources.requests.storage: "2Gi" -> "1Gi"',
      '    and 1 more',
    ]);
    const [grows] = diffObjects([claim('standard', '1Gi')], [claim('standard', '2Gi')]).changed;
    expect(grows?.immutable).toEqual([]);
  });
});
