import { describe, expect, it } from 'vitest';
import { allow } from './admission-reviews.ts';

describe('allow', () => {
  it('answers in the version it was asked in, for the same request', () => {
    const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { uid: 'u-1', object: {} } };
    expect(JSON.parse(allow(JSON.stringify(review)))).toEqual({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: 'u-1', allowed: true },
    });
  });

  it('throws on what is no review', () => {
    expect(() => allow('{}')).toThrow();
    expect(() => allow('no JSON')).toThrow();
  });
});
