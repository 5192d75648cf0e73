import { CONTAINER_FAMILIES, MORE_CONTAINER_FAMILIES } from './container.js';
import { HTTP_FAMILIES, MORE_HTTP_FAMILIES } from './http.js';
import { KUBE_FAMILIES, MORE_KUBE_FAMILIES } from './kube.js';
import { MORE_NODE_FAMILIES, NODE_FAMILIES } from './node.js';
import { MORE_PROCESS_FAMILIES, PROCESS_FAMILIES } from './process.js';
/** Families in the order in which `--metrics` takes them: the first 56 are the default of 90 series. */
export const FAMILIES = [
  ...CONTAINER_FAMILIES,
  ...NODE_FAMILIES,
  ...HTTP_FAMILIES,
  ...KUBE_FAMILIES,
  ...PROCESS_FAMILIES,
  ...MORE_CONTAINER_FAMILIES,
  ...MORE_KUBE_FAMILIES,
  ...MORE_NODE_FAMILIES,
  ...MORE_HTTP_FAMILIES,
  ...MORE_PROCESS_FAMILIES,
];
/** Series per container, all families taken. */
export const MAX_SERIES_PER_CONTAINER = FAMILIES.reduce((sum, family) => sum + family.series.length, 0);
/** All series of a container in table order, each with its family; the position is the *series index*. */
export const ALL_SERIES = FAMILIES.flatMap((family) => family.series.map((series) => ({ ...series, family })));
const FIRST_INDEX = firstIndexes();
/** The series index of the first series of a family. A name that is not in the table is a mistake of ours. */
export function firstSeriesOf(familyName) {
  const index = FIRST_INDEX.get(familyName);
  if (index === undefined) throw new Error(`BUG: the data set has no family ${familyName}`);
  return index;
}
/** Whole families in table order while their series stay at or below `metrics`. */
export function familiesFor(metrics) {
  const taken = [];
  let total = 0;
  for (const family of FAMILIES) {
    total += family.series.length;
    if (total > metrics) break;
    taken.push(family);
  }
  return taken;
}
/** Series per container that `--metrics` really gives: whole families only. */
export function seriesPerContainer(metrics) {
  return familiesFor(metrics).reduce((sum, family) => sum + family.series.length, 0);
}
/** Metadata of the families that `metrics` takes, by family name: what `/api/v1/metadata` shows. */
export function metadataFor(metrics) {
  return Object.fromEntries(familiesFor(metrics).map((family) => [family.name, family.metadata]));
}
function firstIndexes() {
  const indexes = new Map();
  let next = 0;
  for (const family of FAMILIES) {
    indexes.set(family.name, next);
    next += family.series.length;
  }
  return indexes;
}
