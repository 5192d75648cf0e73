/** An error, with a mark under the place in the query when the message names one. */
import type { ApiFailure } from '../api/client.ts';
import { errorPlace } from './error-place.ts';

export function Failure({ query, error }: { readonly query: string; readonly error: ApiFailure }) {
  const place = errorPlace(query, error.message);
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{error.type}</strong> {error.message}
      </p>
      {error.message.includes('for range query') && <p>The Table tab shows it.</p>}
      {place !== null && <pre>{`${place.line}\n${' '.repeat(place.column)}^`}</pre>}
    </div>
  );
}
