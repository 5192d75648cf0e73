/** Runs queries on the calling thread: for tests, and for stores that are not in shared memory. */
import { createQueryApi, type QueryDependencies } from '@chimera/http-api-v1';
import { answerIn } from './columns.ts';
import type { QueryExecutor } from './executor.ts';

export function createInProcessExecutor(deps: QueryDependencies): QueryExecutor {
  const api = createQueryApi(deps);
  return {
    run: (request) => {
      let cancelled = false;
      return {
        answer:
          request.form === undefined
            ? api.handle(request, () => cancelled)
            : answerIn(request.form, api, request, () => cancelled, deps.limits),
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
