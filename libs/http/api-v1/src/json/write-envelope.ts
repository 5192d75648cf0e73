/** The envelope around every answer: `{"status":"success","data":...}` or `{"status":"error",...}`. */
import type { ApiError } from '../api-error.ts';
import type { ChunkWriter } from './chunk-writer.ts';
import { writeHtmlSafeString } from './write-string.ts';

/** What a query remarked: shown beside the data. */
export type Remarks = { readonly warnings: readonly string[]; readonly infos: readonly string[] };

export const NO_REMARKS: Remarks = { warnings: [], infos: [] };

/** Prometheus shows ten of each kind and counts the rest. */
const SHOWN = 10;

export function beginSuccess(out: ChunkWriter): void {
  out.ascii('{"status":"success","data":');
}

export function endSuccess(out: ChunkWriter, remarks: Remarks): void {
  const { warnings, infos } = shownRemarks(remarks);
  writeTexts(out, 'warnings', warnings);
  writeTexts(out, 'infos', infos);
  out.ascii('}');
}

export function shownRemarks({ warnings, infos }: Remarks): Remarks {
  return { warnings: shown('warning', warnings), infos: shown('info', infos) };
}

export function writeError(out: ChunkWriter, { type, message }: ApiError): void {
  out.ascii(`{"status":"error","errorType":"${type}","error":`);
  writeHtmlSafeString(out, message);
  out.ascii('}');
}

/** A JSON array of strings. */
export function writeStrings(out: ChunkWriter, texts: readonly string[]): void {
  out.ascii('[');
  texts.forEach((text, i) => {
    if (i > 0) out.ascii(',');
    writeHtmlSafeString(out, text);
  });
  out.ascii(']');
}

function writeTexts(out: ChunkWriter, key: string, texts: readonly string[]): void {
  if (texts.length === 0) return;
  out.ascii(`,"${key}":`);
  writeStrings(out, texts);
}

function shown(kind: string, texts: readonly string[]): readonly string[] {
  const more = texts.length - SHOWN;
  return more > 0 ? [...texts.slice(0, SHOWN), `${more} more ${kind} annotations omitted`] : texts;
}
