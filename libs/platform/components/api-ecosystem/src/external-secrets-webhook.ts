/** External Secrets' admission webhook: it refuses stores and secrets that could never work. Its certificate is its own. */
import { systems } from '@chimera/platform-catalog';
import { type Context, customObject } from '@chimera/platform-kit';

const { webhook } = systems.externalSecrets.endpoints;

/** By this label the certificate controller finds what it has to put the certificate into. */
const OWN = { 'external-secrets.io/component': 'webhook' };

/** Empty in git; the certificate controller fills it in, and the two configurations with it. */
export const CERTIFICATE_SECRET = 'external-secrets-webhook';

export function webhookObjects(context: Context): void {
  customObject(context, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: CERTIFICATE_SECRET, labels: OWN },
    type: 'Opaque',
  });
  configuration(context, 'secretstore-validate', [
    check('secretstore', 'Namespaced'),
    check('clustersecretstore', 'Cluster'),
  ]);
  configuration(context, 'externalsecret-validate', [check('externalsecret', 'Namespaced')]);
}

function configuration(context: Context, name: string, webhooks: readonly object[]): void {
  customObject(context, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name, labels: OWN },
    webhooks,
  });
}

/** The certificate controller changes only webhooks whose name ends in `external-secrets.io`. */
function check(kind: string, scope: 'Namespaced' | 'Cluster'): object {
  return {
    name: `validate.${kind}.external-secrets.io`,
    rules: [
      {
        apiGroups: ['external-secrets.io'],
        apiVersions: ['v1'],
        operations: ['CREATE', 'UPDATE', 'DELETE'],
        resources: [`${kind}s`],
        scope,
      },
    ],
    clientConfig: {
      service: {
        namespace: webhook.namespace,
        name: webhook.service,
        port: webhook.port,
        path: `/validate-external-secrets-io-v1-${kind}`,
      },
    },
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    failurePolicy: 'Fail',
    timeoutSeconds: 5,
  };
}
