/** Answers of a query thread in other forms than the HTTP API's JSON: what Flight sends. */
import { type ApiAnswer, ApiError, type ApiLimits, errorAnswer, type QueryApi, toApiError } from '@chimera/http-api-v1';
import { type ResultColumns, shapeOf, withBatches } from '@chimera/ingest-flight/columns';
import type { QueryAnswer, QueryRequest } from './executor.ts';

/**
 * 'table': a query's result as columns; 'shape': without its rows. 'pages': the JSON of a list of texts, cut into arrays
 * of {@link PAGE_TEXTS}, one in each chunk.
 */
export type AnswerForm = 'table' | 'shape' | 'pages';

const PAGE_TEXTS = 1_000;

export type ColumnsLimits = Pick<ApiLimits, 'maxResultBytes'>;

/** Never rejects: what fails is an answer with an error. */
export async function answerIn(
  form: AnswerForm,
  api: QueryApi,
  request: QueryRequest,
  isCancelled: () => boolean,
  limits: ColumnsLimits,
): Promise<QueryAnswer> {
  if (form === 'pages') return paged(await api.handle(request, isCancelled));
  try {
    const columns = await columnsOf(form, api, request, isCancelled, limits);
    return { status: 200, contentType: '', chunks: [], error: null, columns };
  } catch (thrown) {
    return errorAnswer(toApiError(thrown));
  }
}

/** Throws ApiError. */
async function columnsOf(
  form: 'table' | 'shape',
  api: QueryApi,
  request: QueryRequest,
  isCancelled: () => boolean,
  { maxResultBytes }: ColumnsLimits,
): Promise<ResultColumns> {
  const { value, ...remarks } = await api.evaluate(request, isCancelled);
  const shape = shapeOf(value, remarks);
  if (shape === null) throw new ApiError('bad_data', 'the result of the query is a text; Flight carries numbers');
  if (shape.bytes > maxResultBytes)
    throw new ApiError(
      'execution',
      `query result has ${shape.bytes} bytes as Arrow, ${maxResultBytes} are allowed. Select fewer series or a larger step, or raise --query-max-result-bytes`,
      { limit: 'result_bytes' },
    );
  if (form === 'shape') return shape;
  return withBatches(shape, value, () => {
    if (isCancelled()) throw new ApiError('canceled', 'query was canceled while its result was written');
  });
}

function paged(answer: ApiAnswer): ApiAnswer {
  if (answer.error !== null) return answer;
  const { data } = JSON.parse(Buffer.concat(answer.chunks).toString('utf8')) as { data: readonly string[] };
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from < data.length; from += PAGE_TEXTS)
    chunks.push(new TextEncoder().encode(JSON.stringify(data.slice(from, from + PAGE_TEXTS))));
  return { ...answer, chunks };
}
