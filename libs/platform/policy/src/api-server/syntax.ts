/** Syntax that Kubernetes shares between fields. */

const QUALIFIED_NAME = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const PORT_NAME = /^(?=[a-z0-9-]{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Key of a label or annotation: a prefix with a slash may stand before it. */
export const isQualifiedName = (text: string): boolean => QUALIFIED_NAME.test(text);
export const isLabelValue = (text: string): boolean => LABEL_VALUE.test(text);
export const isDnsLabel = (text: string): boolean => DNS_LABEL.test(text);
/** At most 15 characters, a letter among them. */
export const isPortName = (text: string): boolean => PORT_NAME.test(text);
/** Key of a ConfigMap or Secret, that is a file's name. */
export const isConfigKey = (text: string): boolean =>
  /^[-._a-zA-Z0-9]{1,253}$/.test(text) && text !== '.' && text !== '..';

/** Those that occur twice. */
export function repeated(items: readonly string[]): readonly string[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}
