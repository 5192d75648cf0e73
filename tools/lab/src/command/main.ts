/** `npm run lab`: one row per command. */
import { demand, examine, formatFindings } from '../doctor.ts';
import { setRemote } from '../git/repository.ts';
import { importedImages, loadImage } from '../images/import.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { prepare } from '../prepare.ts';
import { createProgress } from '../progress.ts';
import { buildRecipe } from '../recipes/build-recipe.ts';
import { RECIPES } from '../recipes/recipes.ts';
import { takeDown } from '../up/down.ts';
import { environmentLines } from '../up/environment-lines.ts';
import { withLock } from '../up/lock.ts';
import { logLines } from '../up/logs.ts';
import { enter } from '../up/namespaces.ts';
import { runningLab } from '../up/record.ts';
import { addressLines, describeLab } from '../up/status.ts';
import { up } from '../up/up.ts';
import { parseLabArguments } from './options.ts';

type Command = {
  readonly usage: string;
  readonly says: string;
  /** Resolves to the exit code. */
  run(paths: LabPaths, rest: readonly string[]): Promise<number>;
};

const COMMANDS: Readonly<Record<string, Command>> = {
  doctor: {
    usage: 'doctor',
    says: 'check what the lab needs of this machine, each with the fix',
    async run(paths) {
      const findings = await examine(paths);
      console.log(formatFindings(findings));
      return findings.every(({ ok }) => ok) ? 0 : 1;
    },
  },
  build: {
    usage: 'build',
    says: 'build everything: programs, upstream images, our own (half an hour once, then seconds); installs nothing',
    async run(paths) {
      const progress = createProgress();
      await prepare(paths, progress);
      progress.say('Next: npm run lab -- up');
      return 0;
    },
  },
  up: {
    usage: 'up',
    says: 'start an empty cluster with Argo CD (10 seconds), and say how to reach it',
    async run(paths) {
      await demand(paths, 'up');
      const record = await up(paths, createProgress());
      console.log(addressLines(record).join('\n'));
      console.log('Use it: eval "$(npm run -s lab -- env)"');
      return 0;
    },
  },
  down: {
    usage: 'down',
    says: "stop everything, forget its state and the remote 'lab'",
    async run(paths) {
      await createProgress().step('down', () => withLock(paths, 'down', () => takeDown(paths)));
      return 0;
    },
  },
  status: {
    usage: 'status',
    says: 'programs, addresses, pods and Applications; exit code 0 when everything runs',
    async run(paths) {
      const { ok, lines } = await describeLab(paths);
      console.log(lines.join('\n'));
      return ok ? 0 : 1;
    },
  },
  logs: {
    usage: 'logs [PART]',
    says: 'the last lines of one program, or of all',
    async run(paths, [part]) {
      console.log(logLines(paths, part).join('\n'));
      return 0;
    },
  },
  env: {
    usage: 'env',
    says: 'lines for eval: KUBECONFIG, PATH with kubectl and argocd, access to Argo CD',
    async run(paths) {
      console.log((await environmentLines(paths, runningLab(paths))).join('\n'));
      return 0;
    },
  },
  remote: {
    usage: 'remote',
    says: "add the Git remote 'lab' to this working copy: then git push lab HEAD:main deploys",
    async run(paths) {
      await setRemote(paths.root, runningLab(paths).address);
      console.log('The remote is there until npm run lab -- down. Next: git push lab HEAD:main');
      return 0;
    },
  },
  image: {
    usage: 'image NAME TAR',
    says: 'import an image (OCI or docker-archive); pods that name only imported images run for real',
    async run(paths, [name, tar]) {
      if (name === undefined || tar === undefined) throw new LabError('usage: npm run lab -- image NAME TAR');
      await loadImage(paths, runningLab(paths), name, tar);
      return 0;
    },
  },
  recipes: {
    usage: 'recipes [NAME ...]',
    says: 'build upstream images from their Go modules, all or those named; up imports them',
    async run(paths, names) {
      const unknown = names.filter((name) => !RECIPES.some((recipe) => recipe.name === name));
      if (unknown.length > 0) {
        throw new LabError(`no recipe ${unknown.join(', ')}; there are: ${RECIPES.map(({ name }) => name).join(', ')}`);
      }
      await demand(paths, 'build');
      const progress = createProgress();
      for (const recipe of RECIPES) {
        if (names.length === 0 || names.includes(recipe.name)) await buildRecipe(paths, recipe, progress);
      }
      return 0;
    },
  },
  images: {
    usage: 'images',
    says: 'list the images that the lab has',
    async run(paths) {
      console.log((await importedImages(paths, enter(paths, runningLab(paths).pid))).join('\n'));
      return 0;
    },
  },
};

const HELP = `Usage: npm run lab -- <command> [--dir DIR] [--cache DIR]

${Object.values(COMMANDS)
  .map(({ usage, says }) => `  ${usage.padEnd(22)} ${says}`)
  .join('\n')}

  --dir DIR    the lab's folder (default .chimera/lab); another folder is another lab
  --cache DIR  what is built and downloaded (default .chimera/lab/cache)`;

export async function labCommand(root: string, args: readonly string[]): Promise<number> {
  const { command, rest, help, paths } = parseLabArguments(root, args);
  const row = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (help || command === '') {
    console.log(HELP);
    return 0;
  }
  if (row === undefined) {
    console.error(`lab: there is no command "${command}"\n\n${HELP}`);
    return 2;
  }
  return await row.run(paths, rest);
}
