/** The knobs of the program itself; those of the data set are in its library. */
import { KNOBS } from '@chimera/arrow-generator';

export type ProgramKnob = {
  readonly name: 'follow' | 'target' | 'tls-ca-file' | 'token-file' | 'ready-file' | 'anomalies-file' | 'wait';
  readonly variable: string;
  /** null for a switch, which may also be written `--no-<name>`. */
  readonly placeholder: string | null;
  readonly help: string;
  readonly fallback: string;
  readonly allowed: string;
};

export const PROGRAM_KNOBS: readonly ProgramKnob[] = [
  {
    name: 'anomalies-file',
    variable: 'SEED_ANOMALIES_FILE',
    placeholder: 'FILE',
    help: 'where the truth about planted anomalies goes',
    fallback: 'anomalies.json',
    allowed: 'a writable path',
  },
  {
    name: 'follow',
    variable: 'SEED_FOLLOW',
    placeholder: null,
    help: 'go on live after the seed, and seed again when the server was restarted',
    fallback: 'false',
    allowed: 'true, false',
  },
  {
    name: 'target',
    variable: 'SEED_TARGET',
    placeholder: 'HOST:PORT',
    help: 'Arrow Flight of the server',
    fallback: 'localhost:8815',
    allowed: 'host:port of Arrow Flight',
  },
  {
    name: 'tls-ca-file',
    variable: 'SEED_TLS_CA_FILE',
    placeholder: 'FILE',
    help: "speak TLS; certificates (PEM) that the server's is checked with",
    fallback: '',
    allowed: 'a readable file',
  },
  {
    name: 'token-file',
    variable: 'SEED_TOKEN_FILE',
    placeholder: 'FILE',
    help: 'the bearer token that the server asks for',
    fallback: '',
    allowed: 'a readable file with a token of visible ASCII characters',
  },
  {
    name: 'ready-file',
    variable: 'SEED_READY_FILE',
    placeholder: 'FILE',
    help: 'written after the last acknowledgement',
    fallback: '',
    allowed: 'a writable path',
  },
  {
    name: 'wait',
    variable: 'SEED_WAIT',
    placeholder: 'SECONDS',
    help: 'how long to wait for the server to be reachable',
    fallback: '60',
    allowed: '0 to 86400',
  },
];

/** `--help`, made from the two tables. */
export function helpText(): string {
  const rows = [
    ...KNOBS.map(({ name, variable, help, fallback, allowed }) => ({
      flag: `--${name} VALUE`,
      text: `${help} [${fallback}]`,
      below: `${variable}; ${allowed}`,
    })),
    ...PROGRAM_KNOBS.map(({ name, variable, placeholder, help, fallback, allowed }) => ({
      flag: placeholder === null ? `--${name}, --no-${name}` : `--${name} ${placeholder}`,
      text: fallback === '' ? help : `${help} [${fallback}]`,
      below: `${variable}; ${allowed}`,
    })),
    { flag: '--help', text: 'this text', below: '' },
  ];
  const width = Math.max(...rows.map(({ flag }) => flag.length));
  const indent = ' '.repeat(width + 4);
  const lines = rows.map(
    ({ flag, text, below }) => `  ${flag.padEnd(width)}  ${text}${below === '' ? '' : `\n${indent}${below}`}`,
  );
  return [
    'Usage: k8s-data-generator [flags]',
    '',
    'Seeds MyTSDB with the metrics of a Kubernetes landscape, through Arrow Flight: the same flags give the same data.',
    'Each flag is also the environment variable below it; flags win, then variables, then the preset. Defaults are in',
    'brackets. Exit codes: 0 done or stopped, 1 failed, 2 wrong flags.',
    '',
    ...lines,
    '',
  ].join('\n');
}
