/** A line deleted by mistake deletes no data: whoever prunes it is asked first, or cannot. */
import { splitOptions } from '../argo-options.ts';
import { describe } from '../identity.ts';
import { keepsData } from '../keeps-data.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';

const OPTIONS = 'argocd.argoproj.io/sync-options';

export const dataProtected: Rule = {
  id: 'data-protected',
  title: 'Namespaces, CRDs, claims and stateful sets have Prune=confirm or Prune=false',
  *check({ objects }) {
    for (const placed of objects) {
      const { object } = placed;
      if (!keepsData(object)) continue;
      const options = splitOptions(object.metadata.annotations?.[OPTIONS]);
      if (!options.includes('Prune=confirm') && !options.includes('Prune=false'))
        yield violation(
          'data-protected',
          placed,
          `${describe(object)}: keeps data, and would be pruned without a question`,
          {
            fix: `annotate it ${OPTIONS}: Prune=confirm, or Prune=false`,
          },
        );
    }
  },
};
