/**
 * Typed exceptions: the annotation `chimera.dev/exempt.<rule>` on an object, with the reason as its value.
 * `chimera.dev/exempt.<rule>.<part>` exempts one part, for instance a single container.
 */
import { stringEntries } from './json.ts';
import type { RenderedObject, Violation } from './rule.ts';

export const EXEMPTION_PREFIX = 'chimera.dev/exempt.';

/** A reason shorter than this explains nothing. */
export const SHORTEST_REASON = 10;

export interface Exemption {
  readonly annotation: string;
  readonly rule: string;
  /** Undefined for the whole object. */
  readonly part: string | undefined;
  readonly reason: string;
}

/** An object's exceptions, well formed or not. */
export function exemptionsOf(object: RenderedObject): readonly Exemption[] {
  return stringEntries(object.metadata.annotations)
    .filter(([key]) => key.startsWith(EXEMPTION_PREFIX))
    .map(([annotation, reason]) => {
      const [rule = '', ...part] = annotation.slice(EXEMPTION_PREFIX.length).split('.');
      return { annotation, rule, part: part.length === 0 ? undefined : part.join('.'), reason };
    });
}

/** The annotation that allows a violation; undefined when none does. */
export function exemptionOf(object: RenderedObject, violation: Violation): string | undefined {
  return exemptionsOf(object).find(
    ({ rule, part, reason }) =>
      rule === violation.rule && (part === undefined || part === violation.part) && isReason(reason),
  )?.annotation;
}

export function isReason(text: string): boolean {
  return text.trim().length >= SHORTEST_REASON;
}
