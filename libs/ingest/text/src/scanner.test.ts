import { seededRandom } from '@chimera/testing';
import { expect, it } from 'vitest';
import { Scanner } from './scanner.ts';

function parse(text: string): number {
  const scanner = new Scanner();
  const bytes = Buffer.from(`x ${text} y`);
  scanner.reset(bytes, 2, bytes.length - 2);
  const value = scanner.float('value');
  expect(scanner.atEnd).toBe(true);
  return value;
}

it.each([
  '0',
  '-0',
  '1',
  '-1.5',
  '.5',
  '5.',
  '+7',
  '1e5',
  '1E-300',
  '123456789012345678',
  '0.1',
  '4.35',
  '99.999999999999',
])('%s is the nearest float64', (text) => expect(parse(text)).toBe(Number(text)));

it('numbers of any length', () => {
  const random = seededRandom(2);
  for (let k = 0; k < 20_000; k++) {
    const whole = String(random.int(0, 10 ** random.int(1, 12)));
    const text =
      random.next() < 0.3
        ? whole
        : `${whole}.${String(random.int(0, 10 ** random.int(1, 9))).padStart(random.int(1, 9), '0')}`;
    if (parse(text) !== Number(text)) throw new Error(`${text} became ${parse(text)}`);
  }
});

it.each(['', '-', '.', '1_000', '0x10', '1e', '--1', '1.2.3', 'infinite', '1d'])('%j is refused', (text) => {
  const scanner = new Scanner();
  const bytes = Buffer.from(text);
  scanner.reset(bytes, 0, bytes.length);
  expect(() => scanner.float('value')).toThrow(text === '' ? 'there is no value' : 'is not a number');
});
