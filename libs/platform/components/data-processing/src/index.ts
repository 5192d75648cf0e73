/** Components of the data processing team: none yet. */
export {};
