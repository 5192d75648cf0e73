import { originsOf, SIMULATED_IMAGES } from '@chimera/lab';
import { supportMatrix } from '@chimera/platform-catalog';
import { expect, test } from 'vitest';
import { labImagesTable, localImages } from './lab-images-table.ts';

test('every image of kind-local is ours, made by a recipe, or simulated: exactly one of these', () => {
  const images = localImages();
  expect(images.length).toBeGreaterThan(10);
  expect(images.filter((image) => originsOf(image).length !== 1)).toEqual([]);
});

test('nothing is called simulated that no system has', () => {
  const repositories = supportMatrix.flatMap(({ images }) => images.map(({ repository }) => repository));
  expect(SIMULATED_IMAGES.map(({ repository }) => repository).filter((row) => !repositories.includes(row))).toEqual([]);
});

test('the table has a line for each, those that nobody has tried among them', () => {
  const table = labImagesTable(['grafana/grafana:7.5.5', 'localhost:5001/chimera/mytsdb:0a1b2c']);
  expect(table).toContain('1 of 2 images are real.');
  expect(table).toContain('| `grafana/grafana:7.5.5` | simulated | nothing;');
  expect(table).toContain('| `localhost:5001/chimera/mytsdb` | real | `apps/mytsdb/Dockerfile` |');
  expect(labImagesTable(['example.org/unknown:1'])).toContain(
    '| `example.org/unknown:1` | simulated | nothing | nobody has written a recipe for it',
  );
});
