/** Every string inside an object, with where it is. */
import { isObject } from './json.ts';

export interface FoundString {
  /** `spec.template.spec.containers[0].env[2].value`. */
  readonly at: string;
  readonly text: string;
}

/** All strings in a value; keys are not among them. */
export function* stringsIn(value: unknown, at = ''): Iterable<FoundString> {
  if (typeof value === 'string') yield { at, text: value };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* stringsIn(item, `${at}[${index}]`);
  else if (isObject(value))
    for (const [key, item] of Object.entries(value)) yield* stringsIn(item, at === '' ? key : `${at}.${key}`);
}
