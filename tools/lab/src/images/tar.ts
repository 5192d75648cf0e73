/** Writes tar archives (ustar, with GNU long names): a folder of the disk, or bytes. Owner 0, time 0: the same input gives the same bytes. */
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = 512;

export type TarWriter = {
  file(name: string, bytes: Uint8Array, mode?: number): void;
  /** A whole folder, below the root of the archive. */
  folder(path: string): void;
  /** Ends the archive; gives its SHA-256 in hex and its length in bytes. */
  close(): { readonly sha256: string; readonly size: number };
};

export function createTar(path: string): TarWriter {
  const target = openSync(path, 'w');
  const hash = createHash('sha256');
  let size = 0;
  const write = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; ) at += writeSync(target, bytes, at);
    hash.update(bytes);
    size += bytes.length;
  };
  const entry = (name: string, kind: string, mode: number, bytes: Uint8Array, linkTarget = ''): void => {
    if (Buffer.byteLength(name) > 100) longName('L', name);
    if (Buffer.byteLength(linkTarget) > 100) longName('K', linkTarget);
    write(header(name, kind, mode, bytes.length, linkTarget));
    write(bytes);
    write(new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK));
  };
  const longName = (kind: string, name: string): void => entry('././@LongLink', kind, 0, Buffer.from(`${name}\0`));
  const walk = (folder: string, inside: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const from = join(folder, name);
      const to = inside === '' ? name : `${inside}/${name}`;
      const status = lstatSync(from);
      const mode = status.mode & 0o7777;
      if (status.isSymbolicLink()) entry(to, '2', 0o777, new Uint8Array(), readlinkSync(from));
      else if (status.isDirectory()) {
        entry(`${to}/`, '5', mode, new Uint8Array());
        walk(from, to);
      } else if (status.isFile()) entry(to, '0', mode, readFileSync(from));
    }
  };
  return {
    file: (name, bytes, mode = 0o644) => entry(name, '0', mode, bytes),
    folder: (folder) => walk(folder, ''),
    close() {
      write(new Uint8Array(2 * BLOCK));
      closeSync(target);
      return { sha256: hash.digest('hex'), size };
    },
  };
}

function header(name: string, kind: string, mode: number, size: number, linkTarget: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(Buffer.from(name).subarray(0, 100).toString('latin1'), 0, 'latin1');
  octal(block, 100, 8, mode);
  octal(block, 108, 8, 0);
  octal(block, 116, 8, 0);
  octal(block, 124, 12, size);
  octal(block, 136, 12, 0);
  block.fill(' ', 148, 156);
  block.write(kind, 156, 'latin1');
  block.write(Buffer.from(linkTarget).subarray(0, 100).toString('latin1'), 157, 'latin1');
  block.write('ustar  \0', 257, 'latin1');
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function octal(block: Buffer, at: number, length: number, value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
}
