/** The program that writes `gitops/`. */
export {};
