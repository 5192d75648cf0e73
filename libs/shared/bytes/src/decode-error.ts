/** Bytes from outside that are not what their format says. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  /** Where in the buffer, in bytes. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.offset = offset;
  }
}
