/** What goes wrong and what the user can do about it; printed without a stack. */
export class LabError extends Error {
  override readonly name: string = 'LabError';
}

/** The machine lacks what the lab needs; the message lists it with the fix for each. */
export class MachineLacks extends LabError {
  override readonly name = 'MachineLacks';
}
