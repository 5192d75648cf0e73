import { describe, expect, it } from 'vitest';
import { helpText, parseOptions } from './options.ts';

const parse = (args: readonly string[], environment: Record<string, string> = {}) =>
  parseOptions(args, environment, 'my-host');

it('gives defaults', () => {
  expect(parse([])).toEqual({
    options: {
      endpoint: 'http://127.0.0.1:4317',
      intervalSec: 5,
      port: 0,
      host: '127.0.0.1',
      rate: 20,
      instance: 'my-host',
    },
  });
});

it('lets a flag beat a variable', () => {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317', SAMPLE_APP_INTERVAL: '15' };
  expect(parse(['--interval=30'], environment)).toMatchObject({
    options: { endpoint: 'http://collector:4317', intervalSec: 30 },
  });
});

describe('refuses with name, value and what is allowed', () => {
  it.each<[string[], Record<string, string>, string]>([
    [['--endpoint', 'localhost'], {}, "--endpoint 'localhost': allowed is a URL like http://127.0.0.1:4317"],
    [[], { OTEL_EXPORTER_OTLP_ENDPOINT: 'x' }, "OTEL_EXPORTER_OTLP_ENDPOINT 'x': allowed is a URL"],
    [['--port', '70000'], {}, "--port '70000': allowed is 0 to 65535"],
    [['--interval', '0'], {}, "--interval '0': allowed is 1 to 3600"],
    [['--rate', '-1'], {}, "--rate '-1': allowed is 0 to 1000"],
    [['--port'], {}, '--port needs a value'],
    [['--colour', 'red'], {}, "unknown argument '--colour'"],
  ])('%j %j', (args, environment, message) => {
    expect(parse(args, environment)).toMatchObject({ problems: [expect.stringContaining(message)] });
  });
});

it('lists every flag in the help', () => {
  for (const name of ['endpoint', 'interval', 'port', 'host', 'rate', 'instance', 'help']) {
    expect(helpText('my-host')).toContain(`--${name}`);
  }
});
