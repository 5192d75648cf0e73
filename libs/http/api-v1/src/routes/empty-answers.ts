/** Routes of Prometheus parts that this server does not have: they answer as a Prometheus without any would. */
import { NO_REMARKS } from '../json/write-envelope.ts';
import type { StatusHandler } from '../route.ts';

export const alerts = answering('{"alerts":[]}');

export const scrapePools = answering('{"scrapePools":[]}');

export const alertmanagers = answering('{"activeAlertmanagers":[],"droppedAlertmanagers":[]}');

export const notifications = answering('[]');

function answering(json: string): StatusHandler {
  return (_request, _status, out) => {
    out.ascii(json);
    return NO_REMARKS;
  };
}
