/** How far a number or a duration token reaches: the lexer's rules, before anything is evaluated. */

export type NumberScan = {
  /** What was recognised; 'bad' when neither. */
  readonly kind: 'number' | 'duration' | 'bad';
  /** The end of the token, or how far the scan of a bad one came. */
  readonly end: number;
};

const DECIMAL = '0123456789';
const HEXADECIMAL = '0123456789abcdefABCDEF';

/**
 * Scans at a digit, or at a point before a digit. Prometheus' rules, with their surprises: `0xee` is bad (an `e` at the
 * end reads as an exponent), a leading point does not count as the number's point.
 */
export function scanNumberOrDuration(text: string, start: number): NumberScan {
  const scan = new Scan(text, start);
  if (scan.number()) return { kind: 'number', end: scan.at };
  return { kind: scan.restOfDuration() ? 'duration' : 'bad', end: scan.at };
}

export function isAlphaNumeric(character: string | undefined): boolean {
  return character !== undefined && /[a-zA-Z0-9_]/.test(character);
}

class Scan {
  readonly text: string;
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  number(): boolean {
    const start = this.at;
    let digits = DECIMAL;
    if (this.accept('0') && this.accept('xX')) {
      this.accept('_');
      digits = HEXADECIMAL;
    }
    this.accept('.');
    this.accept(digits);
    let hasPoint = false;
    let hasExponent = false;
    while (this.next(`${digits}._eE`)) {
      if ((hasPoint && this.next('.')) || (hasExponent && this.next('eE'))) {
        this.at++;
        return false;
      }
      if (this.accept('.')) {
        hasPoint = true;
        if (this.accept('_.') || digits === HEXADECIMAL) return false;
      } else if (this.accept('eE')) {
        hasExponent = true;
        this.accept('+-');
        if (this.accept('._eE') || this.at >= this.text.length) return false;
      } else if (this.accept('_')) {
        if (this.accept('._eE') || this.at >= this.text.length) return false;
      } else {
        while (this.accept(digits));
      }
    }
    return this.at > start && !isAlphaNumeric(this.text[this.at]);
  }

  restOfDuration(): boolean {
    if (!this.accept('smhdwy')) return false;
    this.accept('s');
    while (this.accept(DECIMAL)) {
      while (this.accept(DECIMAL));
      if (!this.accept('smhdw')) return false;
      this.accept('s');
    }
    if (!isAlphaNumeric(this.text[this.at])) return true;
    this.at++;
    return false;
  }

  private next(set: string): boolean {
    return this.at < this.text.length && set.includes(this.text[this.at] as string);
  }

  private accept(set: string): boolean {
    if (!this.next(set)) return false;
    this.at++;
    return true;
  }
}
