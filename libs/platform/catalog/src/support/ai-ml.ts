/** Versions of the AI and ML team's systems. */
import { image } from '../image-of.ts';
import { rowsOf, type SupportRow } from './row.ts';

const row = rowsOf('ai-ml');

export const aiMl: readonly SupportRow[] = [
  row('python', 'Python', '3.10.16', {
    pinned: '3.10',
    images: [image('python', '3.10.16-slim-bookworm', 'upstream')],
    note: 'on Alpine pyarrow and the like have no wheels (musl)',
  }),
  row('ray', 'Ray', '2.43.0', { images: [image('rayproject/ray', '2.43.0-py310', 'seen')] }),
  row('mllib', 'MLlib', '3.5.4', { note: 'a library of Spark' }),
  row('llm', 'Language model server (Ollama)', '0.5.13', {
    images: [image('ollama/ollama', '0.5.13', 'unchecked')],
    note: 'CPU; off by default',
  }),
  row('agentic', 'Agentic sample', 'own', { built: 'node' }),
  row('aiops', 'AIOps jobs', 'own', { built: 'node' }),
];
