/** Fluentd's configuration: the log files of all containers of a node, in the CRI format, with the metadata of their pods. */
import type { Endpoint, Memory } from '@chimera/platform-kit';
import { memoryBytes } from '@chimera/platform-kit';

export interface FluentdConfigOptions {
  /** Where logs go; null keeps them on the node. */
  readonly opensearch: Endpoint | null;
  /** Most that one node keeps: of undelivered chunks, or of files. */
  readonly keep: Memory;
  readonly forwardPort: number;
  readonly metricsPort: number;
}

/** Where state lives on the node: positions in log files, chunks, kept files. */
export const STATE = '/var/lib/fluentd';
const KEPT = `${STATE}/kept`;

/** The main file. Environment variables are Ruby's, in double quotes; a user and password never are in this text. */
export function fluentdConfig(options: FluentdConfigOptions): string {
  return [
    directive('system', '', ['log_level info', `root_dir ${STATE}/work`]),
    // Its own files are left out: each line it logs would make another.
    directive('source', '', [
      '@type tail',
      '@id containers',
      '@label @LINES',
      'path /var/log/containers/*.log',
      'exclude_path ["/var/log/containers/fluentd-*_node-agents_*.log"]',
      `pos_file ${STATE}/containers.pos`,
      'tag kubernetes.*',
      'read_from_head true',
      'refresh_interval 15',
      ...nested('parse', '', ['@type cri']),
    ]),
    directive('source', '', [
      '@type forward',
      '@id forward',
      '@label @LOGS',
      `port ${options.forwardPort}`,
      'bind 0.0.0.0',
    ]),
    directive('source', '', [
      '@type prometheus',
      '@id metrics',
      `port ${options.metricsPort}`,
      'bind 0.0.0.0',
      'metrics_path /metrics',
    ]),
    ...['prometheus_output_monitor', 'prometheus_tail_monitor'].map((type) =>
      directive('source', '', [`@type ${type}`, `@id ${type}`, 'interval 15']),
    ),
    ...(options.opensearch === null ? sweep(options.keep) : []),
    // Its own log goes to its standard output only.
    directive('label', '@FLUENT_LOG', nested('match', '**', ['@type null', '@id own_log'])),
    // containerd cuts lines at 16 KiB and marks the pieces.
    directive('label', '@LINES', [
      ...nested('filter', '**', [
        '@type concat',
        '@id whole_lines',
        'key message',
        'use_partial_cri_logtag true',
        'partial_cri_logtag_key logtag',
        'partial_cri_stream_key stream',
        'timeout_label @LOGS',
      ]),
      ...nested('match', '**', ['@type relabel', '@label @LOGS']),
    ]),
    directive('label', '@LOGS', [
      ...nested('filter', 'kubernetes.**', [
        '@type kubernetes_metadata',
        '@id metadata',
        'watch true',
        'skip_container_metadata true',
        'skip_master_url true',
      ]),
      ...nested(
        'match',
        '**',
        options.opensearch === null ? keptFiles(options.keep) : toOpenSearch(options.opensearch, options.keep),
      ),
    ]),
  ].join('\n');
}

/** Chunks wait on the node's disk while OpenSearch does not answer; when they fill their room, reading pauses. */
function toOpenSearch({ host, port }: Endpoint, keep: Memory): string[] {
  return [
    '@type opensearch',
    '@id logs',
    `host ${host}`,
    `port ${port}`,
    'scheme http',
    'user "#{ENV[\'FLUENT_OPENSEARCH_USER\']}"',
    'password "#{ENV[\'FLUENT_OPENSEARCH_PASSWORD\']}"',
    'logstash_format true',
    'logstash_prefix logs',
    'include_timestamp true',
    'suppress_type_name true',
    'reconnect_on_error true',
    'reload_connections false',
    'reload_on_failure true',
    ...buffer('', keep, ['flush_interval 5s', 'flush_thread_count 2', 'overflow_action block', 'retry_forever true']),
  ];
}

/** One file an hour; the file output itself removes nothing. */
function keptFiles(keep: Memory): string[] {
  return [
    '@type file',
    '@id logs',
    `path ${KEPT}/%Y%m%d%H`,
    'append true',
    'compress gzip',
    ...nested('format', '', ['@type json']),
    ...buffer('time', keep, [
      'timekey 3600',
      'timekey_wait 60s',
      'flush_mode interval',
      'flush_interval 30s',
      'overflow_action drop_oldest_chunk',
    ]),
  ];
}

/** Runs the script below every minute; the lines that it prints go to the log. */
function sweep(keep: Memory): string[] {
  return [
    directive('source', '', [
      '@type exec',
      '@id sweep',
      `command sh /fluentd/etc/${SWEEP_FILE} ${KEPT} ${memoryBytes(keep) / 1024}`,
      'run_interval 60s',
      'tag sweep',
      ...nested('parse', '', ['@type none']),
    ]),
    directive('match', 'sweep', ['@type stdout', '@id swept']),
  ];
}

function buffer(keys: string, keep: Memory, lines: readonly string[]): string[] {
  return nested('buffer', keys, [
    '@type file',
    `path ${STATE}/buffer`,
    'chunk_limit_size 8m',
    `total_limit_size ${memoryBytes(keep)}`,
    'retry_max_interval 60s',
    ...lines,
  ]);
}

export const SWEEP_FILE = 'sweep.sh';

/** Removes the oldest files of a folder until it takes at most so many KiB; says what it removed, one line each. */
export const SWEEP_SCRIPT = `#!/bin/sh
set -eu
folder=$1
most=$2
mkdir -p "$folder"
while [ "$(du -sk "$folder" | cut -f1)" -gt "$most" ]; do
  oldest=$(ls -1tr "$folder" | head -n 1)
  if [ -z "$oldest" ]; then break; fi
  rm -f "$folder/$oldest"
  echo "removed $oldest"
done
`;

function directive(name: string, argument: string, lines: readonly string[]): string {
  return `${open(name, argument)}\n${lines.map((line) => `  ${line}\n`).join('')}</${name}>\n`;
}

function nested(name: string, argument: string, lines: readonly string[]): string[] {
  return [open(name, argument), ...lines.map((line) => `  ${line}`), `</${name}>`];
}

function open(name: string, argument: string): string {
  return argument === '' ? `<${name}>` : `<${name} ${argument}>`;
}
