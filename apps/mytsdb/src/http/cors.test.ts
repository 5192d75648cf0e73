import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { setCors } from './cors.ts';

function headersFor(origin: string | undefined, allowed: string): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = { setHeader: (name: string, value: string) => void (headers[name] = value) };
  const request = { headers: { origin } };
  setCors(request as unknown as IncomingMessage, response as unknown as ServerResponse, new RegExp(`^(?:${allowed})$`));
  return headers;
}

test('any origin, a matching one, another one, none', () => {
  expect(headersFor('http://a.example', '.*')['access-control-allow-origin']).toBe('*');
  expect(headersFor('https://a.example', 'https://(a|b)\\.example')['access-control-allow-origin']).toBe(
    'https://a.example',
  );
  expect(
    headersFor('https://a.example.evil', 'https://(a|b)\\.example')['access-control-allow-origin'],
  ).toBeUndefined();
  expect(headersFor(undefined, '.*')).toEqual({ vary: 'Origin' });
});
