/** Runs queries on the calling thread: for tests, and for stores that are not in shared memory. */
import { type ApiRequest, createQueryApi, type QueryDependencies } from '@chimera/http-api-v1';
import type { QueryExecutor } from './executor.ts';

export function createInProcessExecutor(deps: QueryDependencies): QueryExecutor {
  const api = createQueryApi(deps);
  return {
    run: (request: ApiRequest) => {
      let cancelled = false;
      return {
        answer: api.handle(request, () => cancelled),
        cancel: () => {
          cancelled = true;
        },
      };
    },
    active: () => [],
    cancel: () => false,
    close: () => Promise.resolve(),
  };
}
