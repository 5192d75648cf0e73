/** Systems of the AI/ML team: none yet. */
export {};
