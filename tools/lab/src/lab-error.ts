/** What goes wrong and what the user can do about it; printed without a stack. */
export class LabError extends Error {
  override readonly name = 'LabError';
}
