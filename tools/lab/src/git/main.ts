/** The lab's Git server as a program: `main.ts FOLDER PORT`. */
import { serveGit } from './serve.ts';

const [folder, port] = process.argv.slice(2);
if (folder === undefined || port === undefined) throw new Error('usage: main.ts FOLDER PORT');
await serveGit(folder, Number(port));
console.log(`serving the repositories in ${folder} on port ${port}`);
