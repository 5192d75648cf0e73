/** For the proof that a real Prometheus relabels as our unit tests say. */
export { type ScrapeJob, scrapeJobs } from '../scrape-jobs.ts';
export { type LabelSet, type Target, targetsOf } from './relabel.ts';
export { ASKING_NAMESPACES, type ScrapeCase, scrapeCases } from './scrape-cases.ts';
