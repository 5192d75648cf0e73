/**
 * Checks an Arrow message's flatbuffer before apache-arrow decodes it: every vector must lie inside the header, and the
 * rows that a batch announces must be possible with the bytes that came along. Without this a few wrong bytes make the
 * decoder loop and allocate for gigabytes. Slots are those of Message.fbs and Schema.fbs (apache/arrow, format/).
 */
import { FlatBuffer, malformed, type Vector } from './flat-buffer.ts';

export const SLOT = {
  message: { headerType: 6, header: 8, bodyLength: 10, metadata: 12 },
  schema: { fields: 6, metadata: 8 },
  field: { name: 4, children: 14, metadata: 16 },
  dictionaryBatch: { data: 6 },
  recordBatch: { length: 4, nodes: 6, buffers: 8, compression: 10, variadicCounts: 12 },
  compression: { codec: 4 },
} as const;

const HEADER_SCHEMA = 1;
const HEADER_DICTIONARY = 2;
const HEADER_RECORD_BATCH = 3;

const MAX_FIELDS = 10_000;
const MAX_DEPTH = 8;
/** A row of any accepted layout and an entry of a dictionary take at least an offset, 4 bytes. */
const MIN_ROW_BYTES = 4;
/** Compressed bodies may not announce more than this, bytes: as much as may come uncompressed. */
const MAX_BODY_BYTES = 268_435_456;
/** Stands for the length of a buffer that compression would have made longer. */
export const UNCOMPRESSED_AS_IT_IS = -1;

/** Throws IngestError 'invalid_argument'. */
export function verifyMessage(header: Uint8Array, body: Uint8Array): void {
  const buffer = new FlatBuffer(header);
  const message = buffer.root();
  const type = buffer.byteAt(message, SLOT.message.headerType);
  const table = buffer.tableAt(message, SLOT.message.header);
  if (table === 0) throw malformed('a message without a header');
  buffer.vectorAt(message, SLOT.message.metadata, 4);
  if (type === HEADER_SCHEMA)
    verifyFields(buffer, table, SLOT.schema.fields, SLOT.schema.metadata, { left: MAX_FIELDS }, 0);
  else if (type === HEADER_RECORD_BATCH) verifyBatch(buffer, table, body);
  else if (type === HEADER_DICTIONARY) verifyBatch(buffer, buffer.tableAt(table, SLOT.dictionaryBatch.data), body);
  else throw malformed(`header type ${type}`);
}

/** The RecordBatch table of a record batch or dictionary; 0 in a schema. */
export function batchTable(buffer: FlatBuffer): number {
  const message = buffer.root();
  const type = buffer.byteAt(message, SLOT.message.headerType);
  const table = buffer.tableAt(message, SLOT.message.header);
  if (type === HEADER_RECORD_BATCH) return table;
  return type === HEADER_DICTIONARY ? buffer.tableAt(table, SLOT.dictionaryBatch.data) : 0;
}

function verifyFields(
  buffer: FlatBuffer,
  table: number,
  slot: number,
  metadataSlot: number,
  budget: { left: number },
  depth: number,
): void {
  const { start, length } = buffer.vectorAt(table, slot, 4);
  buffer.vectorAt(table, metadataSlot, 4);
  budget.left -= length;
  if (budget.left < 0 || depth > MAX_DEPTH)
    throw malformed(`more than ${MAX_FIELDS} fields, or deeper than ${MAX_DEPTH}`);
  for (let i = 0; i < length; i++) {
    const field = buffer.follow(start + 4 * i);
    if (depth === 0 && buffer.vectorAt(field, SLOT.field.name, 1).length === 0)
      throw malformed('a field without a name');
    verifyFields(buffer, field, SLOT.field.children, SLOT.field.metadata, budget, depth + 1);
  }
}

function verifyBatch(buffer: FlatBuffer, batch: number, body: Uint8Array): void {
  if (batch === 0) throw malformed('a batch without data');
  const rows = buffer.int64At(batch, SLOT.recordBatch.length);
  buffer.vectorAt(batch, SLOT.recordBatch.nodes, 16);
  const buffers = buffer.vectorAt(batch, SLOT.recordBatch.buffers, 16);
  const compressed = buffer.tableAt(batch, SLOT.recordBatch.compression) !== 0;
  const available = compressed ? announcedBytes(buffer, buffers, body) : body.length;
  if (rows < 0 || rows * MIN_ROW_BYTES > available)
    throw malformed(`${rows} rows announced with ${available} bytes of data`);
  const variadic = buffer.vectorAt(batch, SLOT.recordBatch.variadicCounts, 8);
  for (let i = 0, left = buffers.length; i < variadic.length; i++) {
    const count = buffer.int64(variadic.start + 8 * i);
    left -= count;
    if (count < 0 || left < 0) throw malformed(`a column of ${count} buffers; all have ${buffers.length}`);
  }
}

/** Sum of the uncompressed lengths that stand before each compressed buffer; -1 stands for "as it is". */
function announcedBytes(header: FlatBuffer, { start, length }: Vector, body: Uint8Array): number {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const offset = header.int64(start + 16 * i);
    const size = header.int64(start + 16 * i + 8);
    if (offset < 0 || size < 0 || offset + size > body.length) throw malformed(`buffer ${i} lies outside its body`);
    if (size < 8) continue;
    const announced = Number(view.getBigInt64(offset, true));
    sum += announced === UNCOMPRESSED_AS_IT_IS ? size - 8 : announced;
    if (announced < UNCOMPRESSED_AS_IT_IS || sum > MAX_BODY_BYTES)
      throw malformed(`buffer ${i} announces ${announced} bytes; at most ${MAX_BODY_BYTES} in all`);
  }
  return sum;
}
