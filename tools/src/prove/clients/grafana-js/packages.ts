/** The parts of Grafana's npm packages that a page uses, and loading them without a browser. */
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';

export type Frame = {
  readonly name?: string;
  readonly refId?: string;
  readonly meta?: {
    readonly type?: string;
    readonly custom?: { readonly resultType?: string };
    readonly notices?: unknown;
  };
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly values: readonly unknown[];
    readonly config: { readonly displayNameFromDS?: string };
  }[];
};

export type QueryResponse = {
  readonly data: readonly Frame[];
  readonly error?: { readonly message?: string };
  readonly errors?: readonly { readonly message?: string }[];
};

export type DateTime = { valueOf(): number };
export type TimeRange = {
  readonly from: DateTime;
  readonly to: DateTime;
  readonly raw: { from: DateTime; to: DateTime };
};
export type Observable<T> = { readonly of: T };
type Text = { readonly text: string };

/** Of 12.4. */
export type LanguageProvider = {
  start(range: TimeRange): Promise<unknown>;
  retrieveMetrics(): string[];
  retrieveHistogramMetrics(): string[];
  retrieveLabelKeys(): string[];
  retrieveMetricsMetadata(): Readonly<Record<string, unknown>>;
  queryLabelKeys(range: TimeRange, match?: string, limit?: number): Promise<string[]>;
  queryLabelValues(range: TimeRange, label: string, match?: string, limit?: number): Promise<string[]>;
};

/** Of 11.6. */
export type LanguageProvider11 = {
  start(range: TimeRange): Promise<unknown>;
  readonly metrics: string[];
  readonly histogramMetrics: string[];
  readonly metricsMetadata: Readonly<Record<string, unknown>>;
  getLabelKeys(): string[];
  fetchLabels(range: TimeRange, queries: readonly { expr: string }[]): Promise<unknown>;
  fetchLabelValues(label: string): Promise<string[]>;
  fetchSeriesLabelsMatch(match: string): Promise<Readonly<Record<string, string>>>;
  fetchSeriesValuesWithMatch(label: string, match: string): Promise<string[]>;
  fetchSeries(match: string): Promise<unknown>;
};

export type Suggestions = {
  fetchSuggestions(
    range: TimeRange,
    queries: readonly { expr: string }[],
    scopes: readonly unknown[],
    filters: readonly Filter[],
    label?: string,
    limit?: number,
  ): Promise<string[]>;
};

export type Filter = { readonly key: string; readonly operator: string; readonly value: string };

export type DataSource = {
  readonly exemplarsAvailable: boolean;
  readonly languageProvider: Suggestions;
  /** Of 12.4. */
  readonly annotations: {
    prepareAnnotation(annotation: object): { readonly target: object };
    processEvents(annotation: object, frames: readonly Frame[]): Observable<readonly object[]>;
  };
  /** Of 11.6. */
  annotationQuery(options: { annotation: object; range: TimeRange }): Promise<readonly object[]>;
  init(): Promise<void>;
  callHealthCheck(): Promise<{ readonly details: unknown }>;
  testDatasource(): Promise<{ readonly status: string; readonly message: string }>;
  metricFindQuery(query: string, options: { range: TimeRange }): Promise<readonly Text[]>;
  getTagKeys(options: {
    timeRange: TimeRange;
    filters: readonly Filter[];
    queries: readonly object[];
  }): Promise<Text[]>;
  getTagValues(options: {
    timeRange: TimeRange;
    key: string;
    filters: readonly Filter[];
    queries: readonly object[];
  }): Promise<Text[]>;
  query(request: object): Observable<QueryResponse>;
};

/** Those of one folder of node_modules. */
export type Packages = {
  readonly prometheus: { readonly PrometheusDatasource: new (settings: object, templates: object) => DataSource };
  readonly data: { dateTime(timeMs: number): DateTime };
  readonly runtime: {
    setBackendSrv(service: object): void;
    setDataSourceSrv(service: object): void;
    setTemplateSrv(service: object): void;
    setEchoSrv(service: object): void;
  };
  readonly rxjs: {
    from<T>(promise: Promise<T>): Observable<T>;
    lastValueFrom<T>(observable: Observable<T>): Promise<T>;
  };
};

/** What draws, and what the versions' package.json does not install. */
const WIDGETS = new RegExp(
  `^(${[
    ...['@emotion/css', '@floating-ui/react', '@grafana/faro-web-sdk', '@grafana/plugin-ui', '@grafana/ui'],
    ...['@hello-pangea/dnd', '@openfeature/core', '@openfeature/ofrep-web-provider', '@openfeature/react-sdk'],
    ...[
      'monaco-editor',
      'monaco-promql',
      'ol',
      'react-highlight-words',
      'react-loading-skeleton',
      'react-use',
      'react-window',
    ],
  ].join('|')})(/|$)`,
);
const STUB = new URL('stub.cjs', import.meta.url).href;

/** `folder`: where they are installed. Puts a `window` in front of them that has what they look at when they are loaded, and no page. */
export function loadPackages(folder: string, version: string): Packages {
  const kept = new Map<string, string>();
  Object.assign(globalThis, {
    window: globalThis,
    self: globalThis,
    addEventListener: () => {},
    history: { pushState: () => {}, replaceState: () => {}, state: null },
    location: new URL('http://localhost:3000/'),
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    },
    Element: class {
      matches(): void {}
    },
    document: {
      createElement: () => ({}),
      addEventListener: () => {},
      getElementsByTagName: () => [],
      querySelectorAll: () => [],
    },
    grafanaBootData: {
      settings: { buildInfo: { version, env: 'production' }, featureToggles: {} },
      user: {},
      navTree: [],
    },
  });
  registerHooks({
    resolve: (name, context, next) =>
      WIDGETS.test(name) ? { url: STUB, format: 'commonjs', shortCircuit: true } : next(name, context),
  });
  const load = createRequire(join(folder, 'package.json'));
  return {
    prometheus: load('@grafana/prometheus') as Packages['prometheus'],
    data: load('@grafana/data') as Packages['data'],
    runtime: load('@grafana/runtime') as Packages['runtime'],
    rxjs: load('rxjs') as Packages['rxjs'],
  };
}
