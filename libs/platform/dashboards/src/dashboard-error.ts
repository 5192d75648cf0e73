/** What is wrong with a board; thrown while its module is loaded by whoever asks for it, so never at a user's. */

export type DashboardErrorType =
  | 'bad_uid'
  | 'unknown_variable'
  | 'duplicate_name'
  | 'bad_layout'
  | 'no_reason'
  | 'too_large'
  | 'no_board';

export class DashboardError extends Error {
  readonly type: DashboardErrorType;

  constructor(type: DashboardErrorType, message: string) {
    super(message);
    this.name = 'DashboardError';
    this.type = type;
  }
}
