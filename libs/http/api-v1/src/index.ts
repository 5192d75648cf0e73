/** Prometheus' HTTP API v1, independent of any transport. */
export { type AnswerError, type ApiAnswer, answer, errorAnswer, JSON_TYPE } from './answer.ts';
export { type ApiRequest, createQueryApi, createStatusApi, type QueryApi, type StatusApi } from './api.ts';
export { ApiError, type ApiErrorType, HTTP_STATUS_OF, type LimitName, toApiError } from './api-error.ts';
export { type ApiLimits, DEFAULT_API_LIMITS } from './api-limits.ts';
export type { LabelCounts, NamedCount } from './label-counts.ts';
export { parseForm } from './params/form.ts';
export { parseDuration } from './params/parse-duration.ts';
export type { QueryDependencies, Route } from './route.ts';
export type { QueryOutcome } from './routes/query-answer.ts';
export { matchRoute, type RouteMatch } from './routes.ts';
export type { ActiveQuery, BuildInfo, HeadSnapshot, RuntimeInfo, StatusProvider } from './status-provider.ts';
