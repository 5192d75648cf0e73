/** The static configuration of Traefik 3.3, as arguments. What it routes comes from IngressRoutes, at run time. */
import type { Endpoint } from '@chimera/platform-kit';

export interface TraefikArguments {
  readonly web: Endpoint;
  readonly websecure: Endpoint;
  /** Ping, metrics and, behind the login, the dashboard. */
  readonly admin: Endpoint;
  readonly ingressClass: string;
  readonly accessLog: boolean;
  /** Pages speak https, and who asks for one in the plain is sent there. */
  readonly tls: boolean;
}

export function traefikArguments({ web, websecure, admin, ingressClass, accessLog, tls }: TraefikArguments): string[] {
  return [
    `--entrypoints.web.address=:${web.port}`,
    `--entrypoints.websecure.address=:${websecure.port}`,
    // To the port that people see: by its name the entry point would send them to the one that the pod listens on.
    ...(tls
      ? [
          '--entrypoints.web.http.redirections.entrypoint.to=:443',
          '--entrypoints.web.http.redirections.entrypoint.scheme=https',
        ]
      : []),
    `--entrypoints.traefik.address=:${admin.port}`,
    '--providers.kubernetescrd',
    // The login middleware lives in one namespace and serves the routes of all.
    '--providers.kubernetescrd.allowcrossnamespace=true',
    '--providers.kubernetesingress',
    `--providers.kubernetesingress.ingressclass=${ingressClass}`,
    '--api.dashboard=true',
    // The dashboard is a route like any other, behind the login, and not open on the port of metrics and ping.
    '--api.insecure=false',
    '--ping=true',
    '--metrics.prometheus=true',
    // Off by default, unlike those of entry points and services.
    '--metrics.prometheus.addrouterslabels=true',
    '--log.level=INFO',
    '--log.format=json',
    ...(accessLog ? ['--accesslog=true', '--accesslog.format=json'] : []),
    // It asks nobody outside the cluster for anything.
    '--global.checknewversion=false',
    '--global.sendanonymoususage=false',
  ];
}
