/** From `kind/name`, as people write it, to rendered objects; and what to say when there are none. */
import { suggest } from '@chimera/platform-policy';

/** Kubernetes' and the operators' own short names of the kinds that are rendered. */
const SHORT_KINDS: Readonly<Record<string, string>> = {
  app: 'application',
  appproj: 'appproject',
  cm: 'configmap',
  crd: 'customresourcedefinition',
  deploy: 'deployment',
  ds: 'daemonset',
  es: 'externalsecret',
  netpol: 'networkpolicy',
  ns: 'namespace',
  pdb: 'poddisruptionbudget',
  promrule: 'prometheusrule',
  pvc: 'persistentvolumeclaim',
  sa: 'serviceaccount',
  smon: 'servicemonitor',
  sts: 'statefulset',
  svc: 'service',
};

export interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Lower or upper case, short kinds (`svc`) and plurals (`services`) are all right. */
export function isNamed({ kind, metadata }: Named, wanted: string): boolean {
  const [wantedKind, wantedName] = parts(wanted);
  const own = kind.toLowerCase();
  return metadata.name.toLowerCase() === wantedName && (own === wantedKind || plurals(own).includes(wantedKind));
}

/** What there is instead of `wanted`, for a message; `where` names the clusters that were looked at. */
export function notFound(objects: readonly Named[], wanted: string, where: string): string {
  const [kind, name] = parts(wanted);
  const all = [...new Set(objects.map((object) => `${object.kind.toLowerCase()}/${object.metadata.name}`))].sort();
  const known = new Set(all.map((one) => one.split('/')[0] as string));
  const lead = `${where} ${where.includes(' and ') ? 'render' : 'renders'} no ${wanted}`;
  const told = 'Kinds and names are as in gitops/: npm run explain -- deployment/grafana';
  if (name === '')
    return `${lead}: write <kind>/<name>${listed(all.filter((one) => one.endsWith(`/${kind}`)))}. ${told}`;
  const longer = all.filter((one) => one.startsWith(`${kind}/`) && one.includes(name));
  if (longer.length > 0) return `${lead}. Near it there ${listed(longer, '')}`;
  const sameName = all.filter((one) => one.endsWith(`/${name}`));
  if (sameName.length > 0) return `${lead}. Of that name there ${listed(sameName, '')}`;
  const near = suggest(`${kind}/${name}`, known.has(kind) ? all.filter((one) => one.startsWith(`${kind}/`)) : all);
  return `${lead}${near}${near === '' ? '. ' : ' '}${told}`;
}

/** Kind and name in lower case; the kind's short name is written out. */
function parts(wanted: string): readonly [kind: string, name: string] {
  const [kind = '', ...name] = wanted.toLowerCase().split('/');
  return [SHORT_KINDS[kind] ?? kind, name.join('/')];
}

function plurals(kind: string): string[] {
  return [`${kind}s`, `${kind}es`, kind.replace(/y$/, 'ies')];
}

const FEW = 8;

function listed(names: readonly string[], lead = '; there '): string {
  if (names.length === 0) return '';
  const more = names.length > FEW ? ` and ${names.length - FEW} more` : '';
  return `${lead}${names.length === 1 ? 'is' : 'are'} ${names.slice(0, FEW).join(', ')}${more}`;
}
