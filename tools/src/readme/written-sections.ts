/** Those sections of README that follow from files of the repository alone: the measurements kept in docs/, the platform, the lab's images. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sayCircumstances } from '../bench/circumstances.ts';
import { type FamiliesReport, familiesSection } from '../bench/families-report.ts';
import { type Report, reportTable } from '../bench/report.ts';
import { labImagesTable } from './lab-images-table.ts';
import { platformTable } from './platform-table.ts';
import { replaceSection } from './sections.ts';

/** README with these sections as they should be; `measured` is the folder of measurements. Throws where a marker is missing. */
export function writeSections(readme: string, measured: string, renderRuns?: number): string {
  let text = readme;
  const from = (file: string, name: string, section: (contents: string) => string): void => {
    const path = join(measured, file);
    if (existsSync(path)) text = replaceSection(text, name, section(readFileSync(path, 'utf8')));
  };
  from('start.txt', 'start', indent);
  from('soak.txt', 'soak', indent);
  from('gitops.txt', 'gitops', indent);
  from('bench.json', 'bench', (contents) => benchSection(JSON.parse(contents) as Report));
  from('families.json', 'families', (contents) => familiesSection(JSON.parse(contents) as FamiliesReport, false));
  text = replaceSection(text, 'lab-images', labImagesTable());
  return replaceSection(text, 'platform', platformTable(renderRuns));
}

/** README without the times of this machine, so that two can be compared. */
export function withoutTimes(readme: string): string {
  const [begin, end] = ['<!-- platform:begin -->', '<!-- platform:end -->'].map((marker) => readme.indexOf(marker));
  if (begin === undefined || end === undefined || begin < 0 || end < begin) return readme;
  return readme.slice(0, begin) + readme.slice(begin, end).replaceAll(/\d+ ms/g, '- ms') + readme.slice(end);
}

function benchSection(report: Report): string {
  return [
    sayCircumstances(report),
    'Medians; range queries over 24 h at 60 s, whole HTTP requests, nothing cached.',
    '',
    ...reportTable(report),
  ].join('\n');
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}
