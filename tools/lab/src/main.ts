/** The Docker-free cluster: `npm run lab`. */
export {};
