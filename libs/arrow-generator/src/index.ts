/** The Kubernetes data set: deterministic metrics of clusters that never were, as Arrow record batches. */
export { type Anomaly, type AnomalyPlan, NO_ANOMALIES, planAnomalies, type Truth, truthOf } from './anomalies.ts';
export type { AnomalyKind } from './anomaly-kinds.ts';
export { BatchEncoder, METRIC_METADATA_KEY } from './batches.ts';
export { type DataSet, endSec, podCount, sampleCount, seriesCount, startFor, stepTimeMs } from './data-set.ts';
export { FAMILIES, familiesFor, MAX_SERIES_PER_CONTAINER, metadataFor, seriesPerContainer } from './families/table.ts';
export { type Given, KNOBS, type Knob, type KnobName, type Resolved, resolveDataSet } from './knobs.ts';
export { buildTopology, type Container, type Topology } from './labels.ts';
export { PRESETS, type Preset, type PresetName, stepsIn } from './presets.ts';
export { type Allocate, type ContainerBlock, Simulation, type SimulationOptions } from './simulation.ts';
