import { expect, test } from 'vitest';
import { enumFields, enumTypes } from './go-enums.ts';

const CORE = `
// PullPolicy describes a policy for if/when to pull a container image
// +enum
type PullPolicy string

const (
	// PullAlways means that kubelet always attempts to pull.
	PullAlways PullPolicy = "Always"
	PullNever PullPolicy = "Never"
)

// Not closed: anybody may add one.
type ResourceName string

const (
	ResourceCPU ResourceName = "cpu"
)

type Container struct {
	// Image pull policy.
	ImagePullPolicy PullPolicy \`json:"imagePullPolicy,omitempty" protobuf:"bytes,14,opt"\`
	Policies []PullPolicy \`json:"policies"\`
	Optional *PullPolicy \`json:"optional"\`
	Resource ResourceName \`json:"resource"\`
}
`;

test('types with +enum and their values', () => {
  expect([...enumTypes(CORE)]).toEqual([['PullPolicy', ['Always', 'Never']]]);
});

test('fields of such a type, behind pointers and in lists too', () => {
  const values = ['Always', 'Never'];
  expect([...enumFields(CORE, new Map())]).toEqual([
    ['Container.imagePullPolicy', values],
    ['Container.policies', values],
    ['Container.optional', values],
  ]);
});

test("another package's field of a type of core", () => {
  const apps =
    'type Spec struct {\n\tPolicy v1.PullPolicy `json:"policy"`\n\tOther metav1.PullPolicy `json:"other"`\n}\n';
  expect([...enumFields(apps, enumTypes(CORE)).keys()]).toEqual(['Spec.policy']);
});
