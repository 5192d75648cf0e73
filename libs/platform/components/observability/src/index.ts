/** Components of the observability team. */
export { pushgateway } from './pushgateway.ts';
