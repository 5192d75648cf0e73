import { KNOBS } from '@chimera/arrow-generator';
import { describe, expect, it } from 'vitest';
import { helpText, PROGRAM_KNOBS } from './knobs.ts';
import { parseOptions } from './options.ts';

const NOW = 1_789_560_007;

const FILES: Readonly<Record<string, string>> = {
  'ca.crt': 'PEM',
  token: ' secret-1\n',
  binary: 'a\u0001b',
  empty: '',
};

function parse(args: readonly string[], environment: Record<string, string> = {}) {
  return parseOptions(args, {
    environment,
    nowSec: NOW,
    isWritable: (path) => !path.startsWith('/proc'),
    read: (path) => (Object.hasOwn(FILES, path) ? Buffer.from(FILES[path] as string) : null),
  });
}

function options(args: readonly string[], environment: Record<string, string> = {}) {
  const parsed = parse(args, environment);
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  return parsed.options;
}

function problems(args: readonly string[], environment: Record<string, string> = {}): readonly string[] {
  const parsed = parse(args, environment);
  return 'problems' in parsed ? parsed.problems : [];
}

describe('precedence', () => {
  it('gives defaults', () => {
    expect(options([])).toMatchObject({
      preset: 'small',
      follow: false,
      target: 'localhost:8815',
      readyFile: null,
      anomaliesFile: 'anomalies.json',
      waitSec: 60,
    });
  });

  it('lets a flag beat its variable, and a variable the preset', () => {
    const environment = { SEED_PRESET: 'large', SEED_NODES: '10', SEED_METRICS: '40' };
    expect(options(['--nodes', '12'], environment).set).toMatchObject({ nodes: 12, metrics: 40, namespaces: 10 });
  });

  it('lets a flag for one name of the pods beat a variable for the other', () => {
    expect(options(['--pods', '30'], { SEED_PODS_PER_SERVICE: '4' }).set.podsPerService).toBe(3);
    expect(problems(['--pods', '30', '--pods-per-service', '4']).join()).toContain('not both');
  });

  it('takes the last of two flags, also of --follow and --no-follow', () => {
    expect(options(['--follow', '--no-follow']).follow).toBe(false);
    expect(options(['--no-follow', '--follow']).follow).toBe(true);
    expect(options(['--no-follow'], { SEED_FOLLOW: 'true' }).follow).toBe(false);
    expect(options(['--follow=false']).follow).toBe(false);
    expect(options([], { SEED_FOLLOW: 'true' }).follow).toBe(true);
  });

  it('reads --name=value', () => expect(options(['--days=0.5', '--target=[::1]:9']).target).toBe('[::1]:9'));
});

describe('a protected server', () => {
  it('is spoken to in plain text, without a token, unless told', () =>
    expect(options([])).toMatchObject({ tlsAuthorities: undefined, bearerToken: undefined }));

  it('is checked with the authorities of a file, and given the token of another', () => {
    const { tlsAuthorities, bearerToken } = options(['--tls-ca-file', 'ca.crt'], { SEED_TOKEN_FILE: 'token' });
    expect([tlsAuthorities?.toString(), bearerToken]).toEqual(['PEM', 'secret-1']);
  });

  it.each([
    ['--tls-ca-file', 'gone'],
    ['--token-file', 'gone'],
    ['--token-file', 'binary'],
    ['--token-file', 'empty'],
  ])('%s %s is refused, and no content shown', (flag, file) =>
    expect(problems([flag, file])).toEqual([expect.stringMatching(`^${flag} '${file}': allowed is a readable file`)]),
  );
});

describe('a bad knob is refused with name, value and allowed range', () => {
  it.each<[string[], Record<string, string>, string]>([
    [['--preset', 'huge'], {}, "--preset 'huge': allowed is small, week, medium, large"],
    [[], { SEED_DAYS: '-1' }, "SEED_DAYS '-1': allowed is above 0, at most 31, fractions too"],
    [['--days', '-1'], {}, "--days '-1': allowed is above 0"],
    [['--follow=maybe'], {}, "--follow 'maybe': allowed is true, false"],
    [[], { SEED_FOLLOW: '1' }, "SEED_FOLLOW '1': allowed is true, false"],
    [['--target', 'nowhere'], {}, "--target 'nowhere': allowed is host:port of Arrow Flight"],
    [['--target', 'a:99999'], {}, "--target 'a:99999'"],
    [['--wait', 'x'], {}, "--wait 'x': allowed is 0 to 86400"],
    [['--ready-file', '/proc/x'], {}, "--ready-file '/proc/x': allowed is a writable path"],
    [[], { SEED_ANOMALIES_FILE: '/proc/x' }, "SEED_ANOMALIES_FILE '/proc/x': allowed is a writable path"],
    [['--colour', 'red'], {}, "unknown flag '--colour'"],
    [['red'], {}, "unknown argument 'red'"],
    [['--days'], {}, '--days needs a value'],
  ])('%j %j', (args, environment, message) => expect(problems(args, environment).join('\n')).toContain(message));

  it('reports everything at once', () => {
    expect(problems(['--days', '0', '--wait', 'x', '--colour', 'red'], { SEED_PRESET: 'huge' })).toHaveLength(4);
  });
});

it('warns of unknown variables, but not of those that Kubernetes invents', () => {
  const parsed = parse([], { SEED_DAY: '2', SEED_SERVICE_HOST: '10.0.0.1', SEED_PORT: 'tcp://10.0.0.1:80' });
  expect(parsed).toMatchObject({ warnings: ['unknown variable SEED_DAY is ignored: --help lists all'] });
});

it('lists every knob with its variable in the help', () => {
  const help = helpText();
  for (const { name, variable } of [...KNOBS, ...PROGRAM_KNOBS]) {
    expect(help).toContain(`--${name}`);
    expect(help).toContain(variable);
  }
});
