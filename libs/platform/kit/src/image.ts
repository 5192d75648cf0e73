/** Container images: a repository and an exact tag, with the evidence that the tag exists. */

/** How a tag was checked: read upstream, seen in use, general knowledge only, or built here. */
export type Evidence = 'upstream' | 'seen' | 'unchecked' | 'own';

export interface Image {
  /** Without tag: `quay.io/prometheus/prometheus`. For our own images the path below the cluster's registry. */
  readonly repository: string;
  /** Never `latest`. */
  readonly tag: string;
  /** `sha256:...`; absent until `images:pin` could reach a registry. */
  readonly digest?: string;
  readonly evidence: Evidence;
  /** Why the pin needs care, for instance a release of 2021 that must never be exposed without a login. */
  readonly caution?: string;
}

/** The reference a pod uses. `registry` is where the cluster finds our own images. */
export function imageReference(image: Image, registry: string): string {
  const repository = image.evidence === 'own' ? `${registry}/${image.repository}` : image.repository;
  const digest = image.digest === undefined ? '' : `@${image.digest}`;
  return `${repository}:${image.tag}${digest}`;
}
