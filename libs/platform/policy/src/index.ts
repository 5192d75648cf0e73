/** Guards over rendered objects: for `render`, and for tools that read objects the same way. */
export { checkCluster, ruleTitles } from './check-cluster.ts';
export { formatViolations } from './format.ts';
export { changedImmutableFields } from './immutable.ts';
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
export { type SchemaSource, type Scope, schemaErrors, schemaSources, scopeOf } from './schemas.ts';
export { suggest } from './suggest.ts';
export type { SchemaError } from './validate.ts';
