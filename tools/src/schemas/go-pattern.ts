/** Patterns of CRDs are Go's; ours are JavaScript's. They differ in flags: `(?i)` is for the rest of its group there. */

/** The same pattern for JavaScript. Throws for one that has no translation yet: then this function must learn it. */
export function javascriptPattern(pattern: string): string {
  const translated = scopeFlags(pattern);
  try {
    new RegExp(translated);
  } catch (error) {
    throw new Error(`no JavaScript for the Go pattern ${pattern}. Teach tools/src/schemas/go-pattern.ts.`, {
      cause: error,
    });
  }
  return translated;
}

/** `(?i)` to the end of its group becomes `(?i:...)`. */
function scopeFlags(pattern: string): string {
  let text = '';
  /** For each open group, how many `(?i:` were opened in it. */
  const opened = [0];
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (char === '\\') text += char + (pattern[++at] ?? '');
    else if (inClass || char === '[') {
      inClass = char !== ']';
      text += char;
    } else if (pattern.startsWith('(?i)', at)) {
      text += '(?i:';
      at += 3;
      opened.push((opened.pop() ?? 0) + 1);
    } else {
      if (char === '(') opened.push(0);
      if (char === ')') text += ')'.repeat(opened.pop() ?? 0);
      text += char;
    }
  }
  return text + ')'.repeat(opened[0] ?? 0);
}
