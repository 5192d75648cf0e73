/** What the main thread and the bcrypt thread say to each other. */
export type BcryptQuestion = { readonly id: number; readonly secret: string; readonly hash: string };
export type BcryptAnswer = { readonly id: number; readonly same: boolean };
