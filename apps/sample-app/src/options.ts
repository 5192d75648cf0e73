/** Flags and environment variables of the sample app. A flag beats its variable; all problems are reported at once. */

export type Options = {
  /** URL of an OTLP/gRPC receiver. */
  readonly endpoint: string;
  readonly intervalSec: number;
  /** HTTP port; 0: only the app's own traffic, nothing listens. */
  readonly port: number;
  readonly host: string;
  /** Requests a second that the app sends to itself. */
  readonly rate: number;
  /** `service.instance.id`. */
  readonly instance: string;
};

type Flag = {
  readonly name: string;
  /** The first that is set counts. */
  readonly variables: readonly string[];
  readonly placeholder: string;
  readonly help: string;
  readonly fallback: string;
  readonly allowed: string;
  readonly isAllowed: (text: string) => boolean;
};

export type ParsedOptions = { readonly options: Options } | { readonly problems: readonly string[] };

function flagsFor(instance: string): readonly Flag[] {
  return [
    {
      name: 'endpoint',
      variables: ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
      placeholder: 'URL',
      help: 'OTLP/gRPC receiver of the metrics',
      fallback: 'http://127.0.0.1:4317',
      allowed: 'a URL like http://127.0.0.1:4317',
      isAllowed: (text) => /^https?:\/\/[^/\s]+\/?$/.test(text) && URL.canParse(text),
    },
    numeric('interval', 'SAMPLE_APP_INTERVAL', 'SECONDS', 'between exports', '5', 1, 3600),
    numeric('port', 'SAMPLE_APP_PORT', 'PORT', 'of the HTTP server; 0: none, only its own traffic', '0', 0, 65_535),
    {
      name: 'host',
      variables: ['SAMPLE_APP_HOST'],
      placeholder: 'HOST',
      help: 'where the HTTP server listens',
      fallback: '127.0.0.1',
      allowed: 'a host name or address',
      isAllowed: (text) => text !== '' && !/\s/.test(text),
    },
    numeric('rate', 'SAMPLE_APP_RATE', 'N', 'requests a second that the app sends to itself', '20', 0, 1000),
    {
      name: 'instance',
      variables: ['SAMPLE_APP_INSTANCE'],
      placeholder: 'NAME',
      help: 'service.instance.id',
      fallback: instance,
      allowed: 'any text',
      isAllowed: (text) => text !== '',
    },
  ];
}

/** `instance` is the default instance name: the host's. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  instance: string,
): ParsedOptions {
  const flags = flagsFor(instance);
  const problems: string[] = [];
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(args[i] as string) ?? [];
    if (!flags.some((flag) => flag.name === name)) {
      problems.push(`unknown argument '${args[i]}': --help lists all flags`);
      if (name !== '' && inline === undefined && args[i + 1]?.startsWith('--') === false) i++;
      continue;
    }
    const text = inline ?? args[++i];
    if (text === undefined) problems.push(`--${name} needs a value`);
    else given.set(name, text);
  }
  const texts = new Map<string, string>();
  for (const { name, variables, fallback, allowed, isAllowed } of flags) {
    const variable = variables.find((candidate) => (environment[candidate] ?? '') !== '');
    const text = given.get(name) ?? (variable === undefined ? fallback : (environment[variable] as string));
    const source = given.has(name) || variable === undefined ? `--${name}` : variable;
    if (!isAllowed(text)) problems.push(`${source} '${text}': allowed is ${allowed}`);
    texts.set(name, text);
  }
  if (problems.length > 0) return { problems };
  const text = (name: string): string => texts.get(name) as string;
  return {
    options: {
      endpoint: text('endpoint'),
      intervalSec: Number(text('interval')),
      port: Number(text('port')),
      host: text('host'),
      rate: Number(text('rate')),
      instance: text('instance'),
    },
  };
}

/** `--help`, made from the table. */
export function helpText(instance: string): string {
  const rows = flagsFor(instance).map((flag) => ({ ...flag, usage: `--${flag.name} ${flag.placeholder}` }));
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  return [
    'Usage: sample-app [flags]',
    '',
    'A small HTTP service that measures itself with the OpenTelemetry SDK and exports over OTLP/gRPC. It sends itself',
    'traffic, so that there is always load. Each flag is also the environment variable below it; flags win.',
    '',
    ...rows.map(
      ({ usage, help, fallback, variables }) =>
        `  ${usage.padEnd(width)}  ${help} [${fallback}]\n${' '.repeat(width + 4)}${variables.join(' or ')}`,
    ),
    `  ${'--help'.padEnd(width)}  this text`,
    '',
  ].join('\n');
}

function numeric(
  name: string,
  variable: string,
  placeholder: string,
  help: string,
  fallback: string,
  min: number,
  max: number,
): Flag {
  const isAllowed = (text: string) => /^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max;
  return { name, variables: [variable], placeholder, help, fallback, allowed: `${min} to ${max}`, isAllowed };
}
