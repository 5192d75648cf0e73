/** The text formats of an answer, and which one a client prefers. */

export type ExpositionFormat = 'prometheus' | 'openmetrics';

export const CONTENT_TYPE_OF: Readonly<Record<ExpositionFormat, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8',
};

/** OpenMetrics only for a client that asks for it by name and likes it at least as much as plain text. */
export function formatFor(accept: string): ExpositionFormat {
  let openMetrics = 0;
  let text = 0;
  for (const part of accept.split(',')) {
    const [type, ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2)) || 0;
    if (type === 'application/openmetrics-text') openMetrics = Math.max(openMetrics, quality);
    else if (type === 'text/plain') text = Math.max(text, quality);
  }
  return openMetrics > 0 && openMetrics >= text ? 'openmetrics' : 'prometheus';
}
