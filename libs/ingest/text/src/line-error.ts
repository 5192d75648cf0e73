/** A line that is not what its format says; the importer adds the line's number. */
export class LineError extends Error {
  override readonly name = 'LineError';
}
