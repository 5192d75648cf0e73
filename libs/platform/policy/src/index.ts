/** Guards over rendered objects. */
export type {
  ClusterLimits,
  ClusterObjects,
  CommittedObject,
  ImportedWorkload,
  PlacedObject,
  RenderedObject,
  Rule,
  RuleId,
  Violation,
} from './rule.ts';
