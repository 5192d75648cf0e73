import { systems } from '@chimera/platform-catalog';
import { expect, test } from 'vitest';
import { traefikArguments } from './traefik-arguments.ts';

const { web, websecure, admin } = systems.traefik.endpoints;
const given = (accessLog: boolean, tls = false) =>
  traefikArguments({ web, websecure, admin, ingressClass: 'traefik', accessLog, tls });

test('each entry point listens on the port of its endpoint, none below 1024', () => {
  const ports = given(false).flatMap(
    (argument) => /^--entrypoints\.(\w+)\.address=:(\d+)$/.exec(argument)?.slice(1) ?? [],
  );
  expect(ports).toEqual(['web', '8000', 'websecure', '8443', 'traefik', '8080']);
});

test('the dashboard is not open on the port of metrics and ping', () => {
  expect(given(false)).toContain('--api.insecure=false');
});

test('where pages speak https, plain http is sent to the port that people see', () => {
  const redirections = (tls: boolean) => given(false, tls).filter((argument) => argument.includes('.redirections.'));
  expect(redirections(true)).toEqual([
    '--entrypoints.web.http.redirections.entrypoint.to=:443',
    '--entrypoints.web.http.redirections.entrypoint.scheme=https',
  ]);
  expect(redirections(false)).toEqual([]);
});

test('no argument is given twice; the access log only when it is asked for', () => {
  const names = given(true, true).map((argument) => argument.split('=')[0]);
  expect(new Set(names).size).toBe(names.length);
  expect(given(true).filter((argument) => argument.startsWith('--accesslog'))).toHaveLength(2);
  expect(given(false).some((argument) => argument.startsWith('--accesslog'))).toBe(false);
});
