/** Argo CD ignores what it does not know: its annotations and options are checked against closed lists. */
import { ANNOTATIONS, APPLICATION_SYNC_OPTIONS, ILLEGAL_PAIRS, splitOptions } from '../argo-options.ts';
import { describe } from '../identity.ts';
import { stringEntries, stringsAt } from '../json.ts';
import type { PlacedObject, Rule, Violation } from '../rule.ts';
import { serverSideApplied } from '../server-side.ts';
import { suggest } from '../suggest.ts';
import { violation } from '../violation.ts';

const ID = 'sync-options';
const PREFIX = 'argocd.argoproj.io/';

export const syncOptions: Rule = {
  id: ID,
  title: "Argo CD's annotations and sync options are known ones, and do not contradict each other",
  strict: true,
  *check(cluster) {
    for (const placed of cluster.objects) {
      yield* checkAnnotations(placed);
      const { object } = placed;
      const options = splitOptions(object.metadata.annotations?.[`${PREFIX}sync-options`]);
      yield* checkPairs(placed, options);
      if (
        options.includes('Replace=true') &&
        !options.includes('ServerSideApply=true') &&
        serverSideApplied(cluster, placed)
      )
        yield violation(ID, placed, `${describe(object)}: Replace=true, but its Application applies server-side`, {
          fix: 'write Replace=true,ServerSideApply=false',
        });
      if (options.includes('Force=true') && !options.includes('Replace=true'))
        yield violation(ID, placed, `${describe(object)}: Force=true does nothing without Replace=true`, {
          fix: 'write both or none',
        });
      if (object.kind === 'Application' && object.apiVersion.startsWith('argoproj.io/'))
        yield* checkApplication(placed);
    }
  },
};

function* checkAnnotations(placed: PlacedObject): Iterable<Violation> {
  const { object } = placed;
  for (const [key, value] of stringEntries(object.metadata.annotations)) {
    if (!key.startsWith(PREFIX)) continue;
    const allowed = Object.hasOwn(ANNOTATIONS, key) ? ANNOTATIONS[key] : undefined;
    const where = `${describe(object)}, annotation ${key}`;
    if (allowed === undefined) {
      const known = Object.keys(ANNOTATIONS);
      yield violation(ID, placed, `${where}: not one that is rendered${suggest(key, known)}`, {
        fix: `use one of ${known.join(', ')}`,
      });
    } else if (allowed instanceof RegExp) {
      if (!allowed.test(value))
        yield violation(ID, placed, `${where}: "${value}" is not legal`, {
          fix: `write what matches ${allowed.source}`,
        });
    } else {
      for (const option of splitOptions(value))
        if (!allowed.includes(option))
          yield violation(ID, placed, `${where}: "${option}" is unknown${suggest(option, allowed)}`, {
            fix: `use ${allowed.join(', ')}`,
          });
    }
  }
}

function* checkApplication(placed: PlacedObject): Iterable<Violation> {
  const options = stringsAt(placed.object, 'spec', 'syncPolicy', 'syncOptions');
  const known: readonly string[] = APPLICATION_SYNC_OPTIONS;
  for (const option of options)
    if (!known.includes(option))
      yield violation(
        ID,
        placed,
        `${describe(placed.object)}, syncOptions: "${option}" is unknown${suggest(option, known)}`,
        {
          fix: `use ${known.join(', ')}`,
        },
      );
  yield* checkPairs(placed, options);
}

function* checkPairs(placed: PlacedObject, options: readonly string[]): Iterable<Violation> {
  for (const [one, other, why] of ILLEGAL_PAIRS)
    if (options.includes(one) && options.includes(other))
      yield violation(ID, placed, `${describe(placed.object)}: ${one} and ${other}: ${why}`, {
        fix: 'write one of the two',
      });
}
