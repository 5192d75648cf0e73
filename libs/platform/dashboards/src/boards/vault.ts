/** Vault: sealed or not, requests, leases and tokens, raft. Durations are summaries in milliseconds. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';

export const vault = board({
  uid: 'vault',
  title: 'Vault',
  description: 'Seal, requests, leases, tokens, audit and the raft storage of Vault.',
  folder: 'API ecosystem',
  component: 'vault',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'vault_core_unsealed')],
  rows: [
    row('Now', [
      stat('Unsealed', query(`sum(vault_core_unsealed{${I}})`), { thresholds: fallingThresholds(1), sparkline: false }),
      stat('Active', query(`sum(vault_core_active{${I}})`), { thresholds: fallingThresholds(1), sparkline: false }),
      stat('Requests', query(`sum(rate(vault_core_handle_request_count{${I}}[$__rate_interval]))`), { unit: 'reqps' }),
      stat('Leases', query(`sum(vault_expire_num_leases{${I}})`)),
      stat('Leases that cannot be revoked', query(`sum(vault_expire_num_irrevocable_leases{${I}})`), {
        thresholds: risingThresholds(1, 10),
      }),
      stat(
        'Audit failures, 1 h',
        query(
          `sum(increase(vault_audit_log_request_failure{${I}}[1h])) + sum(increase(vault_audit_log_response_failure{${I}}[1h]))`,
        ),
        {
          thresholds: risingThresholds(1, 1),
        },
      ),
    ]),
    row('Requests', [
      graph(
        'Requests and logins',
        [
          query(`rate(vault_core_handle_request_count{${I}}[$__rate_interval])`, '{{instance}} requests'),
          query(`rate(vault_core_handle_login_request_count{${I}}[$__rate_interval])`, '{{instance}} logins'),
        ],
        { unit: 'reqps' },
      ),
      graph(
        'Latency',
        [
          query(`vault_core_handle_request{${I}}`, '{{instance}} request p{{quantile}}'),
          query(`vault_core_handle_login_request{${I}}`, '{{instance}} login p{{quantile}}'),
        ],
        { unit: 'ms' },
      ),
      graph('Tokens and leases', [
        query(`sum by (instance) (vault_token_count{${I}})`, '{{instance}} tokens'),
        query(`vault_expire_num_leases{${I}}`, '{{instance}} leases'),
      ]),
      graph('Being served', query(`vault_core_in_flight_requests{${I}}`, '{{instance}}')),
    ]),
    row('Storage', [
      graph(
        'Barrier, p99',
        [
          query(`vault_barrier_get{${I},quantile="0.99"}`, '{{instance}} read'),
          query(`vault_barrier_put{${I},quantile="0.99"}`, '{{instance}} write'),
        ],
        { unit: 'ms', width: 8 },
      ),
      graph('Raft commits', query(`vault_raft_commitTime{${I}}`, '{{instance}} p{{quantile}}'), {
        unit: 'ms',
        width: 8,
      }),
      graph(
        'Raft',
        [
          query(`vault_raft_peers{${I}}`, '{{instance}} peers'),
          query(`vault_autopilot_healthy{${I}}`, '{{instance}} healthy'),
          query(`increase(vault_core_leadership_lost_count{${I}}[1h])`, '{{instance}} leadership lost, 1 h'),
        ],
        { width: 8 },
      ),
    ]),
    processRow(I),
  ],
});
