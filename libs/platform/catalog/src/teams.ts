/** The five teams: the one source of AppProjects, Argo CD roles, CODEOWNERS, Nx tags, labels, alert routes and notifications. */

export interface Team {
  readonly id: TeamId;
  readonly title: string;
  /** Full name, as the ownership list has it. */
  readonly owner: string;
  /** Git hosting accounts or groups that review changes. */
  readonly reviewers: readonly string[];
  /** Argo CD groups, from the identity provider. */
  readonly groups: { readonly admins: string; readonly members: string };
  /** Where alerts and sync notifications go. */
  readonly channel: string;
}

export type TeamId = 'api-ecosystem' | 'observability' | 'data-management' | 'data-processing' | 'ai-ml';

const team = (id: TeamId, title: string, owner: string): Team => ({
  id,
  title,
  owner,
  reviewers: [`@chimera/${id}`],
  groups: { admins: `${id}-admins`, members: id },
  channel: `#${id}`,
});

export const teams: Readonly<Record<TeamId, Team>> = {
  'api-ecosystem': team('api-ecosystem', 'API Ecosystem', 'Vivek Tiwari'),
  observability: team('observability', 'Observability', 'Mohit Ranjan'),
  'data-management': team('data-management', 'Data Management', 'Manish Kumar'),
  'data-processing': team('data-processing', 'Data Processing', 'Prashant Kumar'),
  'ai-ml': team('ai-ml', 'AI / ML Platform', 'Rahul Ranjan'),
};

export const teamIds = Object.keys(teams) as readonly TeamId[];
