/** Every board, sorted by uid. A new one is a file in `boards/` and a line here. */
import type { Board } from './board.ts';
import { k8sSeeded } from './boards/k8s-seeded.ts';
import { node } from './boards/node.ts';

export const boards: readonly Board[] = [k8sSeeded, node].sort((a, b) => (a.uid < b.uid ? -1 : 1));
