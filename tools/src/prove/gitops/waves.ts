/** 2. Waves order as `requires` says, and a second look changes nothing. */

import { kindLocal } from '@chimera/clusters';
import type { ApplicationState } from '@chimera/lab';
import type { Plan } from '@chimera/platform-kit';
import { renderCluster } from '@chimera/platform-render';
import { allWell, applications, refresh } from '../../deploy/applications.ts';
import { type Check, expect } from './check.ts';
import { generations } from './generations.ts';

/** When each Application was first seen, and first seen Healthy, which is what Argo CD's waves wait for; in milliseconds. */
export type Timeline = { readonly seen: Map<string, number>; readonly well: Map<string, number> };

export const emptyTimeline = (): Timeline => ({ seen: new Map(), well: new Map() });

export function noteTimes({ seen, well }: Timeline, states: readonly ApplicationState[], now: number): void {
  for (const state of states) {
    if (!seen.has(state.name)) seen.set(state.name, now);
    if (state.health === 'Healthy' && !well.has(state.name)) well.set(state.name, now);
  }
}

/** Pairs that came in the wrong order: something was made before what it requires was well. */
export function outOfOrder({ components }: Plan, { seen, well }: Timeline): string[] {
  return components.flatMap(({ system, requires }) =>
    [...requires].flatMap((required) => {
      const made = seen.get(system.name);
      const ready = well.get(required);
      return made !== undefined && (ready === undefined || made < ready)
        ? [`${system.name} was made before ${required} was well`]
        : [];
    }),
  );
}

export function waves(timeline: Timeline): Check {
  return {
    name: 'waves order as requires says; a second sync changes nothing',
    async *run({ cluster }) {
      const { plan, objects } = renderCluster(kindLocal);
      const wrong = outOfOrder(plan, timeline);
      expect(wrong.length === 0, wrong.join('; '));
      const edges = plan.components.reduce((sum, { requires }) => sum + requires.size, 0);
      yield `${plan.components.length} components, ${edges} requirements, each well before what requires it was made`;

      const identities = objects.map(({ object }) => object);
      const before = await generations(cluster, identities);
      const names = (await applications(cluster)).map(({ name }) => name);
      for (const name of names) await refresh(cluster, name, 'hard');
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await allWell(cluster, { seconds: 120, expected: names });
      const after = await generations(cluster, identities);
      const changed = [...after].filter(([key, generation]) => before.get(key) !== generation).map(([key]) => key);
      expect(changed.length === 0, `a second comparison changed ${changed.join(', ')}`);
      yield `${names.length} Applications compared again from nothing: all Synced, no generation of ${after.size} objects moved`;
    },
  };
}
