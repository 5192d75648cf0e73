import { expect, test } from 'vitest';
import { matchRoute, ROUTES } from './routes.ts';

test.each([
  ['GET', '/query', '/query', ''],
  ['POST', '/query_range', '/query_range', ''],
  ['HEAD', '/labels', '/labels', ''],
  ['GET', '/label/__name__/values', '/label/:name/values', '__name__'],
  ['GET', '/label/a:b/values', '/label/:name/values', 'a:b'],
  ['GET', '/label/http%2Epath/values', '/label/:name/values', 'http.path'],
])('%s %s is served by %s', (method, path, route, name) => {
  expect(matchRoute(method, path)).toMatchObject({ found: 'route', route: { path: route }, name });
});

test.each(['', '/', '/nothing', '/query/', '/label//values', '/label/a/b/values', '/label/job'])(
  'nobody serves %j',
  (path) => {
    expect(matchRoute('GET', path)).toEqual({ found: 'nothing' });
  },
);

test('a wrong method is told which are right', () => {
  expect(matchRoute('PUT', '/query')).toEqual({ found: 'wrong_method', allow: 'GET, POST, OPTIONS' });
  expect(matchRoute('POST', '/status/buildinfo')).toEqual({ found: 'wrong_method', allow: 'GET, OPTIONS' });
});

test('the table is sorted and has no path twice', () => {
  const paths = ROUTES.map(({ path }) => path);
  expect(paths).toEqual([...new Set(paths)].sort());
});
