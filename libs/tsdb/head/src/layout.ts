/**
 * The layout of the head in shared memory: everything that a reader, in this thread, another one or another language,
 * needs to find series and samples. One thread writes; any number read. All numbers are little-endian.
 *
 * MEMORY. Segments of 4 MiB (SharedArrayBuffers), numbered from 0, never resized. A *pointer* is a u32: segment number
 * times 2^19 plus the offset in the segment in units of 8 bytes; 0 is null. So the address space is 32 GiB, and no
 * object crosses a segment. The writer announces a new segment (a message `{segment, buffer}` on the reader's port)
 * before it publishes a pointer into it: a reader that meets an unknown segment reads its port, synchronously.
 *
 * BLOCKS. Segments are divided into blocks of 8-byte units, used or free. A block starts with 8 bytes that only the
 * writer's allocator reads: u32 size in units (this header included) * 2 + (1 if free), u32 size in units of the block
 * before it in the segment (0: first). Pointers point behind that header. Block 0 begins at CONTROL_BYTES of segment 0,
 * at byte 0 of all others.
 *
 * CONTROL AREA, at byte 0 of segment 0; offsets in bytes (`CONTROL`). Words marked (A) are accessed with atomic,
 * sequentially consistent operations.
 *     0 u32 magic 0x54484843 ("CHHT")        4 u32 layout version 1         8 u32 segment size in bytes
 *    16 i32 (A) epoch, never 0               20 u32 (A) slots ever used      24 u32 (A) entries ever put in the journal
 *    28 u32 (A) index generation             32 u32 symbol ids ever used     36 u32 (A) live series
 *    64 reader slots: 64 of 64 bytes; word 0 is i32 (A): the oldest epoch that the reader needs, 0 when it needs none
 *  8192 u32[4096] pointers to series slabs
 * 24576 u32[4096] pointers to symbol pages
 * 40960 u32[16384] journal, a ring
 *
 * SERIES. A slab holds 1,024 records of 64 bytes; slot s is record s % 1024 of slab s / 1024 (`RECORD`).
 *     0 i32 (A) version: odd while the writer changes the record          4 u32 state: 0 free, 1 live
 *     8 u32 generation (31 bits), raised when the slot is freed              12 pointer to the label list
 *    16 pointer to the chunk directory, 0 when it has none               20 u32 first valid entry    24 u32 end of valid entries
 *    28 pointer to the open chunk, 0 when it has none                    32 pointer to the histogram list, 0 when it has none
 *    36 pointer to the start list, 0 when it has none                   40..63 reserved, 0
 * A reader takes a snapshot: version (even, else again), fields, version again (the same, else again). Whatever a
 * snapshot points to stays as it was, but for the growth described below, until the reader lets go of its epoch.
 *
 * JOURNAL. Slots in the order in which their series came or went; entry n is at n % 16384. A reader keeps a cursor and
 * brings its index up to date from the records of the slots named since; when it is more than 16384 behind, or the
 * index generation changed, it starts again from all records below "slots ever used".
 *
 * LABEL LIST. 0 u32 number of pairs, 4 u32 hash (the writer's), then per pair u32 name symbol, u32 value symbol, in the
 * order of the names.
 *
 * SYMBOLS. Page p holds u32[4096] pointers of symbols p*4096...; a symbol is 0 u32 length in bytes, 4 u32 serial (no two
 * symbols ever have the same one: an id can be used again, and a cache by id compares the serial), 8 UTF-8.
 *
 * CHUNK DIRECTORY. 0 u32 capacity, 4 u32 0, then entries of 24 bytes: f64 first time, f64 last time (Unix ms), pointer
 * to the chunk, u32 its samples. Ascending, not overlapping. The valid ones are named in the record. Entries are added
 * in place behind the end; everything else makes a new directory.
 *
 * CHUNK. Immutable; see tsdb/chunk.
 *
 * OPEN CHUNK. 0 i32 (A) count, 4 u32 capacity, 8 f64 time of the first sample, 16 f64 step, 24 u32 flags (1: offsets are
 * present), 28 u32 0, 32 f64[capacity] values, then with offsets u32[capacity]: ms since the first sample. Without
 * offsets sample i is at first + i * step; the step is valid from count 2 on. Samples below `count` never change; the
 * writer adds samples in place and then raises `count`. All are newer than those of the directory.
 *
 * HISTOGRAM LIST. 0 i32 (A) count, 4 u32 capacity, then entries of 16 bytes: f64 time, pointer to the histogram, u32 0;
 * ascending, added in place. Histograms and floats of a series never share a time. A histogram: 0 i32 schema, 4 u32
 * reset hint (0 unknown, 1 reset, 2 not reset, 3 gauge; may turn from 2 to 0), 8 f64 zero threshold, 16 f64 zero count, 24 f64 count, 32 f64
 * sum, 40 u32 positive spans, 44 u32 negative spans, 48 u32 positive buckets, 52 u32 negative buckets, 56 u32 custom
 * values + 1 (0: null), 60 u32 flags (1: stale marker), then the spans (i32 offset, u32 length), then f64 buckets and
 * custom values.
 *
 * START LIST. 0 i32 (A) count, 4 u32 capacity, then entries of 16 bytes: f64 time of a sample, f64 its start timestamp
 * (Unix ms, 0 unknown); ascending, added in place. Samples without an entry have none; an entry may be without a sample.
 *
 * EPOCHS. What the writer unlinks it stamps with the epoch, then raises the epoch; it reuses the memory once no reader's
 * slot holds that epoch or an older one (compared as i32 differences). A reader that wants to look stores the epoch in
 * its slot, reads the epoch again, and repeats until both are equal; it stores 0 when it is done.
 */

export const LAYOUT_MAGIC = 0x54484843;
export const LAYOUT_VERSION = 1;

export const SEGMENT_BYTES = 4 * 1024 * 1024;
export const UNIT_BYTES = 8;
/** log2 of the units in a segment. */
export const SEGMENT_SHIFT = 19;
export const UNIT_MASK = (1 << SEGMENT_SHIFT) - 1;
export const MAX_SEGMENTS = 8_192;
/** The largest object: one block of a segment without its header. */
export const MAX_OBJECT_BYTES = SEGMENT_BYTES - UNIT_BYTES;

/** The control area's size: the rest of segment 0 is blocks. */
export const CONTROL_BYTES = 131_072;

/** Indices of u32 words in segment 0. */
export const CONTROL = {
  magic: 0,
  version: 1,
  segmentBytes: 2,
  epoch: 4,
  slotsUsed: 5,
  journalEnd: 6,
  indexGeneration: 7,
  symbolsUsed: 8,
  liveSeries: 9,
  readers: 16,
  slabs: 2_048,
  symbolPages: 6_144,
  journal: 10_240,
} as const;

export const READER_SLOTS = 64;
/** Words between two reader slots: one cache line. */
export const READER_SLOT_WORDS = 16;

export const JOURNAL_ENTRIES = 16_384;

export const SLAB_RECORDS = 1_024;
export const MAX_SLABS = 4_096;
/** Slots that the layout can hold. */
export const MAX_SLOTS = SLAB_RECORDS * MAX_SLABS;
export const RECORD_BYTES = 64;

/** Indices of u32 words in a series record. */
export const RECORD = {
  version: 0,
  state: 1,
  generation: 2,
  labels: 3,
  directory: 4,
  first: 5,
  end: 6,
  open: 7,
  histograms: 8,
  startTimestamps: 9,
} as const;

export const STATE_FREE = 0;
export const STATE_LIVE = 1;

export const SYMBOL_PAGE = 4_096;
export const MAX_SYMBOLS = SYMBOL_PAGE * 4_096;
export const SYMBOL_HEADER_BYTES = 8;

export const LABEL_LIST_HEADER_WORDS = 2;

export const DIRECTORY_HEADER_BYTES = 8;
export const DIRECTORY_ENTRY_BYTES = 24;

/** Byte offsets in an open chunk. */
export const OPEN_HEADER_BYTES = 32;
export const OPEN_FLAG_OFFSETS = 1;

export const HISTOGRAM_LIST_HEADER_BYTES = 8;
export const HISTOGRAM_ENTRY_BYTES = 16;
export const HISTOGRAM_HEADER_BYTES = 64;
export const HISTOGRAM_FLAG_STALE = 1;

export const START_LIST_HEADER_BYTES = 8;
export const START_ENTRY_BYTES = 16;
