/** The list of all guards, sorted by id. */
import type { Rule } from './rule.ts';
import { apiServer } from './rules/api-server.ts';
import { appProject } from './rules/app-project.ts';
import { application } from './rules/application.ts';
import { budget } from './rules/budget.ts';
import { dataProtected } from './rules/data-protected.ts';
import { duplicateIdentity } from './rules/duplicate-identity.ts';
import { exemption } from './rules/exemption.ts';
import { imagePullPolicy } from './rules/image-pull-policy.ts';
import { imageTag } from './rules/image-tag.ts';
import { immutableFields } from './rules/immutable-fields.ts';
import { jobNames } from './rules/job-names.ts';
import { kindWithoutSchema } from './rules/kind-without-schema.ts';
import { labels } from './rules/labels.ts';
import { monitors } from './rules/monitors.ts';
import { networkPolicy } from './rules/network-policy.ts';
import { nodeArch } from './rules/node-arch.ts';
import { podDisruptionBudget } from './rules/pod-disruption-budget.ts';
import { podSecurityRestricted } from './rules/pod-security-restricted.ts';
import { portsUnique } from './rules/ports-unique.ts';
import { probes } from './rules/probes.ts';
import { qualifiedNames } from './rules/qualified-names.ts';
import { reachability } from './rules/reachability.ts';
import { references } from './rules/references.ts';
import { requestsAndLimits } from './rules/requests-and-limits.ts';
import { rights } from './rules/rights.ts';
import { schema } from './rules/schema.ts';
import { scope } from './rules/scope.ts';
import { secretData } from './rules/secret-data.ts';
import { secretLikeConfig } from './rules/secret-like-config.ts';
import { selectors } from './rules/selectors.ts';
import { serviceLinks } from './rules/service-links.ts';
import { singleWriter } from './rules/single-writer.ts';
import { size } from './rules/size.ts';
import { syncOptions } from './rules/sync-options.ts';
import { traefikLogin } from './rules/traefik-login.ts';
import { vanishedStateful } from './rules/vanished-stateful.ts';

export const rules: readonly Rule[] = [
  apiServer,
  appProject,
  application,
  budget,
  dataProtected,
  duplicateIdentity,
  exemption,
  imagePullPolicy,
  imageTag,
  immutableFields,
  jobNames,
  kindWithoutSchema,
  labels,
  monitors,
  networkPolicy,
  nodeArch,
  podDisruptionBudget,
  podSecurityRestricted,
  portsUnique,
  probes,
  qualifiedNames,
  reachability,
  references,
  requestsAndLimits,
  rights,
  schema,
  scope,
  secretData,
  secretLikeConfig,
  selectors,
  serviceLinks,
  singleWriter,
  size,
  syncOptions,
  traefikLogin,
  vanishedStateful,
];
