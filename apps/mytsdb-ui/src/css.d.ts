/** Vite turns style sheets into files that the page links. */
declare module '*.css';
