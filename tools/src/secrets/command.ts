/** `npm run secrets`: subcommands and flags. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { messageOf } from '@chimera/errors';
import { type Cluster, type Plan, SECRETS_SOURCE_NAMESPACE } from '@chimera/platform-kit';
import { type InventoryEntry, inventory, inventoryLines } from './inventory.ts';
import { type Connection, connect } from './kube-context.ts';
import { createSecretSource, type SecretSource } from './secret-source.ts';
import { SecretsError } from './secrets-error.ts';
import { seed, seedLines } from './seed.ts';
import { show } from './show.ts';
import { demandNamespaceStore } from './store.ts';

export const HELP = `Usage: npm run secrets -- <command> [flags]

  list                    every secret that the cluster's components declare: names, keys, who uses them; asks no cluster
  seed                    write random values for those that are absent, into namespace secrets-source of the current
                          kube context; what exists is never changed, and no value is printed
  show <system> [<key>]   print one value, for instance: npm run secrets -- show grafana

  --cluster <name>        kind-local (the default) or another of clusters/; Vault is not written to before it is initialised
  --help                  this text`;

export interface CommandContext {
  readonly clusters: readonly Cluster[];
  readonly plan: (cluster: Cluster) => Plan;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  /** The current kube context; tests pass their own. */
  readonly connect?: (cluster: Cluster) => Promise<Connection>;
}

/** Exit code: 0 done, 2 wrong use. Throws SecretsError. */
export async function secretsCommand(args: readonly string[], context: CommandContext): Promise<0 | 2> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cluster: { type: 'string', default: 'kind-local' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, ...rest] = positionals;
  if (values.help) {
    context.print(HELP);
    return 0;
  }
  const allowed = command === 'show' ? rest.length === 1 || rest.length === 2 : rest.length === 0;
  if (command === undefined || !['list', 'seed', 'show'].includes(command) || !allowed) {
    if (command !== undefined) context.printError(`secrets: ${wrongCommand(command, rest)}\n`);
    context.printError(HELP);
    return 2;
  }
  const cluster = clusterNamed(values.cluster, context.clusters);
  const entries = inventory(context.plan(cluster));
  if (command === 'list') {
    for (const line of inventoryLines(entries)) context.print(line);
    return 0;
  }
  demandNamespaceStore(cluster);
  const open = context.connect ?? ((wanted: Cluster) => connect(wanted, context.clusters));
  const { api, context: kubeContext } = await open(cluster);
  try {
    await seedOrShow(command, rest, { entries, cluster, source: createSecretSource(api), kubeContext, context });
  } catch (error) {
    throw error instanceof SecretsError ? error : unreachable(kubeContext, error);
  }
  return 0;
}

interface Work {
  readonly entries: readonly InventoryEntry[];
  readonly cluster: Cluster;
  readonly source: SecretSource;
  readonly kubeContext: string;
  readonly context: CommandContext;
}

async function seedOrShow(
  command: string,
  rest: readonly string[],
  { entries, cluster, source, kubeContext, context }: Work,
): Promise<void> {
  if (command === 'seed') {
    const { hash } = await import('bcryptjs');
    const makers = { randomBytes: (count: number) => randomBytes(count), hash: (text: string) => hash(text, ROUNDS) };
    context.print(`${cluster.name}, kube context ${kubeContext}:`);
    for (const line of seedLines(await seed(entries, source, makers))) context.print(line);
    return;
  }
  const shown = await show(entries, source, rest[0] as string, rest[1]);
  context.printError(shown.title);
  context.print(shown.value);
}

/** The API's own refusals carry their HTTP status as `code`; everything else is a cluster that does not answer. */
function unreachable(kubeContext: string, cause: unknown): SecretsError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  if (typeof code === 'number') {
    return new SecretsError(
      'no-cluster',
      `The cluster of kube context "${kubeContext}" answers HTTP ${code}${code === 401 || code === 403 ? `: its user may not read or write Secrets in namespace ${SECRETS_SOURCE_NAMESPACE}` : ''}. kubectl --context ${kubeContext} get secrets -n ${SECRETS_SOURCE_NAMESPACE} tells more.`,
      { cause },
    );
  }
  return new SecretsError(
    'no-cluster',
    `The cluster of kube context "${kubeContext}" does not answer (${messageOf(cause)}). Is it up (npm run lab -- status), and is it the right one (kubectl config get-contexts)?`,
    { cause },
  );
}

function wrongCommand(command: string, rest: readonly string[]): string {
  if (command === 'show')
    return rest.length === 0 ? 'show which system?' : `show takes a system and a key; got ${rest.join(' ')}`;
  if (command === 'list' || command === 'seed') return `${command} takes flags only; got ${rest.join(' ')}`;
  return `there is no command "${command}"`;
}

/** Traefik checks a login at each request: 10 rounds take some 50 ms, and the passwords are random. */
const ROUNDS = 10;

function clusterNamed(name: string, clusters: readonly Cluster[]): Cluster {
  const cluster = clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) {
    throw new SecretsError(
      'unknown-name',
      `There is no cluster "${name}". Clusters: ${clusters.map((known) => known.name).join(', ')}.`,
    );
  }
  return cluster;
}
