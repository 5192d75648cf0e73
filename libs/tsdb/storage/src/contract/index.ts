/**
 * The test cases of the storage contract: every implementation runs them all (see memory-storage.test.ts). For tests
 * only; not part of the library's main entry.
 */
export { CONTRACT_CASES, CONTRACT_NOW_MS, type ContractCase, type ContractStorage } from './cases.ts';
export { appendWords, columnOf, pairsOf, readAll, seriesRef, type Value } from './support.ts';
