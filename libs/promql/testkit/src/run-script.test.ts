import { dropMetricName } from '@chimera/tsdb-model';
import { createMemoryStorage, type Queryable, StepColumn, type StepGrid } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import type { ScriptEngine, ScriptMatrixSeries, ScriptResult } from './engine-contract.ts';
import { type RunScriptOptions, runScript, type ScriptReport } from './run-script.ts';

const LOAD = 'load 5m\n  m{a="1"} 1+1x10\n  m{a="2"} 2+1x10\n\n';

/** What a toy engine gets wrong. `pinnedMs`: the time of `@`, null without. */
type Faults = {
  readonly ignoresAt?: boolean;
  readonly rangeAddsMs?: number;
  readonly unsortedRange?: boolean;
  readonly failsInRange?: boolean;
  readonly failsPinnedInRange?: boolean;
  readonly failure?: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
};

class QueryFailure extends Error {
  readonly type = 'execution';
}

/** Evaluates `m`, `m @ <seconds>` and `drop(m)`, no more; counts its queries. */
function toyEngine(faults: Faults = {}): ScriptEngine & { readonly queries: string[] } {
  const queries: string[] = [];
  const read = async (storage: Queryable, query: string, grid: StepGrid): Promise<ScriptMatrixSeries[]> => {
    if (faults.failure !== undefined) throw new QueryFailure(faults.failure);
    const pinned = /@ (-?[0-9.]+)/.exec(query);
    const at = pinned === null || faults.ignoresAt === true ? null : 1_000 * Number(pinned[1]);
    const querier = storage.querier();
    const matchers = [{ name: '__name__', type: '=' as const, value: 'm' }];
    const set = await querier.select(matchers, { minMs: -1e12, maxMs: 1e12 });
    const series = set.labels.map((labels, index): ScriptMatrixSeries => {
      const out = new StepColumn(grid.count);
      for (let k = 0; k < grid.count; k++) {
        const step = new StepColumn(1);
        set.readSteps(index, { startMs: at ?? grid.startMs + k * grid.stepMs, stepMs: 1, count: 1 }, 300_000, step);
        out.values[k] = step.values[0] as number;
        out.present[k] = step.present[0] as number;
      }
      const shown = query.startsWith('-') ? dropMetricName(labels) : labels;
      return { labels: shown, timestamps: null, values: out.values, present: out.present, histograms: null };
    });
    querier.close();
    return series.filter(({ present }) => present?.includes(1));
  };
  const annotations = { warnings: faults.warnings ?? [], infos: faults.infos ?? [] };
  return {
    queries,
    instant: async (storage, query, timeMs): Promise<ScriptResult> => {
      queries.push(`${query} at ${timeMs}`);
      const series = await read(storage, query, { startMs: timeMs, stepMs: 1, count: 1 });
      const samples = series.map(({ labels, values }) => ({ labels, value: values[0] as number, histogram: null }));
      return { ...annotations, value: { type: 'vector', samples } };
    },
    range: async (storage, query, grid): Promise<ScriptResult> => {
      queries.push(`${query} from ${grid.startMs}`);
      if (faults.failsInRange === true) throw new QueryFailure('no ranges today');
      if (faults.failsPinnedInRange === true && query.includes('@')) throw new QueryFailure('no pinned ranges today');
      const series = await read(storage, query, { ...grid, startMs: grid.startMs + (faults.rangeAddsMs ?? 0) });
      if (faults.unsortedRange === true) series.reverse();
      return { ...annotations, value: { type: 'matrix', grid, series } };
    },
  };
}

const run = (text: string, faults: Faults = {}, options: Partial<RunScriptOptions> = {}): Promise<ScriptReport> =>
  runScript({ engine: toyEngine(faults), createStorage: createMemoryStorage, text, name: 'toy.test', ...options });

/** The failures of a script with one eval or more, as text. */
async function failures(text: string, faults: Faults = {}): Promise<(string | null)[]> {
  const { evals, problems } = await run(text, faults);
  expect(problems).toEqual([]);
  return evals.map(({ failure }) => failure && `${failure.message} (${failure.run})`);
}

const INSTANT = `${LOAD}eval instant at 10m m\n  m{a="1"} 3\n  m{a="2"} 4\n`;

test('a right engine passes, with all hidden runs', async () => {
  const engine = toyEngine();
  const report = await run(INSTANT, {}, { engine });
  expect(report.evals).toEqual([{ line: 5, expression: 'm', executions: 12, failure: null }]);
  expect(engine.queries).toEqual([
    'm at 600000',
    'm from 540000',
    'm @ 600.000 at -6000000',
    'm @ 600.000 from -6060000',
    'm @ 600.000 at 0',
    'm @ 600.000 from -60000',
    'm @ 600.000 at 120000',
    'm @ 600.000 from 60000',
    'm @ 600.000 at 600000',
    'm @ 600.000 from 540000',
    'm @ 600.000 at 6000000',
    'm @ 600.000 from 5940000',
  ]);
});

test('wrong scripts are reported: value, missing, extra, order', async () => {
  const instant = (...lines: string[]) => failures(`${LOAD}eval instant at 10m m\n${lines.join('\n')}`);
  const run = '(instant query at 600000)';
  expect(await instant('m{a="1"} 3', 'm{a="2"} 5')).toEqual([`another value of m{a="2"} ${run}`]);
  expect(await instant('m{a="1"} 3', 'm{a="2"} 4', 'm{a="3"} 5')).toEqual([`series m{a="3"} is missing ${run}`]);
  expect(await instant('m{a="1"} 3')).toEqual([`series m{a="2"} was not expected ${run}`]);
  const ordered = `series m{a="1"} at another position ${run}`;
  expect(await instant('expect ordered', 'm{a="2"} 4', 'm{a="1"} 3')).toEqual([ordered]);
  expect(await instant('expect ordered', 'm{a="1"} 3', 'm{a="2"} 4')).toEqual([null]);
});

test('an engine that ignores @ is found by the re-runs', async () => {
  const [failure] = await failures(INSTANT, { ignoresAt: true });
  expect(failure).toBe('series m{a="1"} is missing (with @ at -6000000: instant query at -6000000)');
});

test('a range query that disagrees is found, though the script has none', async () => {
  const [failure] = await failures(INSTANT, { rangeAddsMs: 300_000 });
  expect(failure).toBe('another value of m{a="1"} (range query around 600000)');
});

test('a range query that fails or is unsorted is found', async () => {
  expect(await failures(INSTANT, { failsInRange: true })).toEqual(['the query failed (range query around 600000)']);
  expect(await failures(INSTANT, { failsPinnedInRange: true })).toEqual([
    'the query failed (with @ at -6000000: range query around -6000000)',
  ]);
  expect(await failures(INSTANT, { unsortedRange: true })).toEqual([
    'the matrix is not sorted by labels at index 1 (range query around 600000)',
  ]);
  // Also when the script expects an order, which the range answer does not have to keep.
  const ordered = INSTANT.replace('10m m\n', '10m m\n  expect ordered\n');
  expect(await failures(ordered, { failsInRange: true })).toEqual(['the query failed (range query around 600000)']);
  expect(await failures(ordered, { unsortedRange: true })).toEqual([null]);
});

test('range evals', async () => {
  const range = `${LOAD}eval range from 5m to 15m step 5m m\n  m{a="1"} 2 3 4\n  m{a="2"} 3 4 5`;
  expect(await failures(range)).toEqual([null]);
  expect((await run(range)).evals[0]?.executions).toBe(1);
  expect(await failures(range.replace('3 4 5', '3 4 6'))).toEqual([
    'another value at 900000 of m{a="2"} (range query)',
  ]);
  expect(await failures(range, { unsortedRange: true })).toEqual([
    'the matrix is not sorted by labels at index 1 (range query)',
  ]);
});

test('warnings and infos', async () => {
  const at = (position: string, lines: string[], faults: Faults) => {
    const expected = [...lines.map((line) => line.replace('?', position)), 'm{a="1"} 3', 'm{a="2"} 4'];
    return failures(`${LOAD}eval instant at 10m m\n${expected.join('\n')}`, faults);
  };
  const warning: Faults = { warnings: ['PromQL warning: odd (1:7)'] };
  const run = '(instant query at 600000)';
  expect(await at('', [], warning)).toEqual([null]);
  expect(await at('', ['expect warn'], warning)).toEqual([null]);
  expect(await at('', ['expect warn'], {})).toEqual([`no such warning ${run}`]);
  expect(await at('', ['expect no_warn'], warning)).toEqual([`unexpected warning ${run}`]);
  expect(await at('', ['expect no_warn', 'expect no_info'], {})).toEqual([null]);
  expect(await at('(1:7)', ['expect warn msg: PromQL warning: odd ?'], warning)).toEqual([null]);
  expect(await at('(1:8)', ['expect warn msg: PromQL warning: odd ?'], warning)).toEqual([`no such warning ${run}`]);
  expect(await at('', ['expect warn msg: PromQL warning: even (1:7)'], warning)).toEqual([`no such warning ${run}`]);
  expect(await at('', ['expect warn regex: odd .1:7.'], warning)).toEqual([null]);
  const two: Faults = { warnings: ['one', 'two'] };
  expect(await at('', ['expect warn msg: one'], two)).toEqual([`unexpected warning ${run}`]);
  expect(await at('', ['expect warn msg: one', 'expect warn msg: two'], two)).toEqual([null]);
  expect(await at('', ['expect info msg: a'], { infos: ['a'] })).toEqual([null]);
  expect(await at('', ['expect info msg: b'], { infos: ['a'] })).toEqual([`no such info ${run}`]);
  expect(await at('', ['expect no_info'], { infos: ['a'] })).toEqual([`unexpected info ${run}`]);
});

test('expected failures', async () => {
  const at = (line: string, failure?: string) =>
    failures(`${LOAD}eval instant at 10m m\n${line}`, failure === undefined ? {} : { failure });
  const run = '(instant query at 600000)';
  expect(await at('expect fail', 'oh no')).toEqual([null]);
  expect(await at('expect fail msg: oh no', 'oh no')).toEqual([null]);
  expect(await at('expect fail msg: oh', 'oh no')).toEqual([`another error ${run}`]);
  expect(await at('expect fail regex: ^oh', 'oh no')).toEqual([null]);
  expect(await at('expect fail')).toEqual([`the query did not fail ${run}`]);
  expect(await at('expect no_warn', 'oh no')).toEqual([`the query failed ${run}`]);
});

test('a crash of the engine is no expected failure', async () => {
  const engine: ScriptEngine = { ...toyEngine(), instant: () => Promise.reject(new TypeError('x is not a function')) };
  const { evals } = await run(`${LOAD}eval instant at 10m m\n  expect fail\n`, {}, { engine });
  expect(evals[0]?.failure).toMatchObject({
    message: 'the engine crashed',
    got: expect.stringContaining('x is not a'),
  });
});

test('strings, range vectors and start() are not re-run over a range', async () => {
  const ranges = async (text: string): Promise<string[]> => {
    const engine = toyEngine();
    await run(`${LOAD}${text}`, {}, { engine });
    return engine.queries.filter((query) => query.includes('from'));
  };
  expect(await ranges('eval instant at 10m m[5m]\n  expect range vector from 5m to 10m step 5m\n')).toEqual([]);
  expect(await ranges('eval instant at 10m "x"\n  expect string "x"\n')).toEqual([]);
  // The pinned form has no start() left, and is safe.
  const pinned = await ranges('eval instant at 10m m @ start()\n  m{a="1"} 3\n  m{a="2"} 4\n');
  expect(pinned).toHaveLength(5);
  expect(pinned.every((query) => query.startsWith('m @ 600.000 from'))).toBe(true);
});

test('clear opens a new store and closes the old one', async () => {
  const events: string[] = [];
  const createStorage = () => {
    events.push('open');
    return { ...createMemoryStorage(), close: () => void events.push('close') };
  };
  const text = `${INSTANT}\nclear\neval instant at 10m m\n\n${LOAD}eval instant at 10m m\n  m{a="1"} 3\n  m{a="2"} 4\n`;
  const { evals } = await run(text, {}, { createStorage });
  expect(evals.map(({ failure }) => failure)).toEqual([null, null, null]);
  expect(events).toEqual(['open', 'close', 'open', 'close']);
});

test('loads add up; what the store refuses is a problem', async () => {
  const text =
    'load 5m\n  m{a="1"} 1\n\nload 5m\n  m{a="1"} _ 2\n\nload 5m\n  m{a="1"} 7\n\neval instant at 5m m\n  m{a="1"} 2\n';
  const { evals, problems } = await run(text);
  expect(evals[0]?.failure).toBeNull();
  expect(problems).toMatchObject([{ line: 7, message: expect.stringContaining('refused 1 samples') }]);
});

test('unreadable commands: an eval fails, another is a problem', async () => {
  const { evals, problems } = await run('eval instant at 0 m\n  m{a=1} 1\n\nlode 5m\n  m 1\n');
  expect(evals).toMatchObject([{ line: 1, executions: 0, failure: { run: 'reading the script' } }]);
  expect(problems).toEqual([{ line: 4, message: 'unknown command "lode 5m" (clear, load or eval)' }]);
});

test('stale markers, gaps and start timestamps reach the store', async () => {
  const text =
    'load 1m\n  m{a="1"} 1 stale 3\n  m{a="2"} 1 _ 3\n\neval range from 0 to 2m step 1m m\n  m{a="1"} 1 _ 3\n  m{a="2"} 1 1 3\n';
  expect(await failures(text)).toEqual([null]);
  const storage = createMemoryStorage();
  const started: number[][] = [];
  const setStartTimestamp = (...args: number[]) => void started.push(args);
  await run(
    'load 1m\n  m@st _ -30s -1m\n  m 1 2 3\n',
    {},
    { createStorage: () => ({ ...storage, setStartTimestamp }) },
  );
  expect(started).toEqual([
    [0, 60_000, 30_000],
    [0, 120_000, 60_000],
  ]);
  const { setStartTimestamp: _, ...without } = storage;
  const { problems } = await run('load 1m\n  n@st -30s\n  n 1\n', {}, { createStorage: () => without });
  expect(problems).toEqual([{ line: 1, message: 'the store keeps no start timestamps (@st)' }]);
});
