/** Fuzz target: selectors and the header Accept, through the handler. */
import type { FuzzTarget, Verdict } from '@chimera/testing';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { createFederationHandler } from './handler.ts';

const NOW = 1_700_000_000_000;
const ACCEPT =
  'application/vnd.google.protobuf;q=0.9,application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

export const FUZZ: readonly FuzzTarget[] = [
  {
    name: 'federation',
    says: 'the parameters match[] and the header Accept of /federate, one a line',
    corpus: () =>
      [`${ACCEPT}\n{__name__=~"fed_.*",job!="x"}\nup`, '\nup{a="b",c!~"d|e"}'].map((text) => Buffer.from(text)),
    hostile: () => [Buffer.from('\nup{'), Buffer.from('\n{a=~"(x+x+)+y{1000}{1000}"}')],
    words: ['=~', '!~', '"', '{', '}', ',', 'q=', '.*', ';version=1.0.0', '\n', '\\x', 'é'],
    open: () => {
      const store = createMemoryStorage();
      for (const name of ['up', 'fed_a', 'fed_b_total']) {
        const ref = store.series(labelsFrom({ __name__: name, job: 'é"\\\n' })) as number;
        store.append(ref, Float64Array.of(NOW - 5), Float64Array.of(1.5), 0, 1, new AppendCounts());
      }
      const handle = createFederationHandler({ queryable: store, now: () => NOW, lookbackMs: 300_000 });
      return {
        run: async (input: Uint8Array): Promise<Verdict> => {
          const [accept = '', ...selectors] = new TextDecoder().decode(input).split('\n');
          const { status } = await handle({ method: 'GET', selectors, accept });
          if (status >= 500) throw new Error(`answered ${status}`);
          return status === 200 ? 'accepted' : 'refused';
        },
      };
    },
  },
];
