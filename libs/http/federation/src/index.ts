/** Federation, without a server. */
export {
  createFederationHandler,
  type FederationHandler,
  type FederationOptions,
  type FederationRequest,
  type FederationResponse,
} from './handler.ts';
export { DEFAULT_FEDERATION_LIMITS, type FederationLimits } from './limits.ts';
