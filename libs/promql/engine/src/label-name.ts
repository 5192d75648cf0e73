/** Label names as Prometheus 3 takes them. */

/** Any text but an empty one; half surrogates stand for bytes that were no UTF-8. */
export function isLabelName(name: string): boolean {
  return name !== '' && name.isWellFormed();
}
