/** etcd takes little more than a mebibyte, and client-side apply keeps the whole object in an annotation. */
import { describe } from '../identity.ts';
import type { Rule } from '../rule.ts';
import { serverSideApplied } from '../server-side.ts';
import { violation } from '../violation.ts';

/** Longest annotations of an object, in bytes. */
const ANNOTATION_LIMIT = 262_144;
const OBJECT_LIMIT = 1_048_576;

export const size: Rule = {
  id: 'size',
  title: 'no object is over 262,144 bytes without server-side apply, none over 1 MiB',
  strict: true,
  *check(cluster) {
    for (const placed of cluster.objects) {
      const bytes = Buffer.byteLength(JSON.stringify(placed.object));
      if (bytes <= ANNOTATION_LIMIT) continue;
      const where = describe(placed.object);
      if (bytes > OBJECT_LIMIT)
        yield violation('size', placed, `${where}: has ${bytes} bytes, over ${OBJECT_LIMIT}`, {
          fix: 'split it, or minify what it holds',
        });
      else if (!serverSideApplied(cluster, placed))
        yield violation(
          'size',
          placed,
          `${where}: has ${bytes} bytes, over ${ANNOTATION_LIMIT}, and is not applied server-side`,
          {
            fix: 'set ServerSideApply=true in its Application, or split it',
          },
        );
    }
  },
};
