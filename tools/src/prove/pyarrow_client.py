"""A real pyarrow client for Arrow Flight: sends a table of a chosen shape, prints what was acknowledged as JSON lines;
or fetches a PromQL query's result and prints its columns as JSON.

Usage: pyarrow_client.py grpc://host:port put START_SECONDS SHAPE [none|zstd|lz4]
       pyarrow_client.py grpc://host:port get QUERY [START END STEP]
       pyarrow_client.py grpc://host:port token USER PASSWORD

Samples are 15 s apart.
"""

import json
import sys
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.flight as flight

STEPS = 20
ROOMS = (("kitchen", 20.0), ("attic", 15.0))


def long_frame(start_seconds: int, name: str) -> pd.DataFrame:
    """Sorted by time, so that the series interleave."""
    return pd.DataFrame(
        [
            {
                "timestamp": pd.Timestamp(start_seconds + 15 * step, unit="s", tz="UTC"),
                "__name__": name,
                "room": room,
                "floor": None if room == "attic" else "1",
                "value": base + step / 10,
            }
            for step in range(STEPS)
            for room, base in ROOMS
        ]
    )


def long_batches(start_seconds: int) -> list[pa.RecordBatch]:
    frame = long_frame(start_seconds, "room_temperature_celsius")
    frame["room"] = frame["room"].astype("category")
    return pa.Table.from_pandas(frame, preserve_index=False).to_batches(max_chunksize=15)


def types_batches(start_seconds: int) -> list[pa.RecordBatch]:
    """Columns in an odd order; seconds, large strings, string views; the same numbers in float32."""
    table = pa.Table.from_pandas(long_frame(start_seconds, "types"), preserve_index=False)
    schema = pa.schema(
        [
            ("value", pa.float32()),
            ("room", pa.string_view()),
            ("timestamp", pa.timestamp("s", tz="UTC")),
            ("floor", pa.large_string()),
            ("__name__", pa.dictionary(pa.int8(), pa.string())),
        ]
    )
    arrays = [table[field.name].combine_chunks().cast(field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema).to_batches(max_chunksize=15)


def wide_batches(start_seconds: int) -> list[pa.RecordBatch]:
    """A metric for each number type; the values are whole."""
    kinds = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "halffloat", "float", "double"]
    count = STEPS * len(ROOMS)
    columns = {kind: pa.array([None if i == 7 else i for i in range(count)], type=kind) for kind in kinds}
    times = [(start_seconds + 15 * (i // 2)) * 1_000_000 for i in range(count)]
    rooms = pa.array([ROOMS[i % 2][0] for i in range(count)]).dictionary_encode()
    names = {f"wide_{kind}": column for kind, column in columns.items()}
    return pa.table({"room": rooms, **names, "ts": pa.array(times, type=pa.timestamp("us"))}).to_batches()


def decimal_batches(start_seconds: int) -> list[pa.RecordBatch]:
    """A metric for each width of decimals, what DuckDB's sums and literals are; one is null, one scale is negative."""
    texts = ["0", "-0.01", "12.34", None, "-99999.99", "0.10"]
    kinds = {bits: getattr(pa, f"decimal{bits}")(7, 2) for bits in (32, 64, 128, 256)}
    columns = {f"decimal{bits}": pa.array(map_decimals(texts), kind) for bits, kind in kinds.items()}
    large = ["0", "-1", "123456789012345678901234567890", None, "-18446744073709551616", "9007199254740993"]
    columns["hugeint"] = pa.array(map_decimals(large), pa.decimal128(38, 0))
    columns["thousands"] = pa.array(map_decimals(["0", "-1000", "7000", None, "1000", "2000"]), pa.decimal128(5, -3))
    times = [(start_seconds + 15 * i) * 1000 for i in range(len(texts))]
    return pa.table({"ts": pa.array(times, pa.timestamp("ms")), **columns}).to_batches()


def map_decimals(texts: list[str | None]) -> list[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


def delta_batches(start_seconds: int) -> list[pa.RecordBatch]:
    """A dictionary that grows (sent as deltas), and then is another one."""
    batches = []
    for texts in (["a"], ["a", "b"], ["a", "b", "c"], ["z", "b"]):
        rows = len(texts)
        batches.append(
            pa.record_batch(
                {
                    "timestamp": pa.array([(start_seconds + 15 * len(batches)) * 1000] * rows, pa.timestamp("ms")),
                    "__name__": pa.array(["deltas"] * rows),
                    "room": pa.DictionaryArray.from_arrays(pa.array(range(rows), pa.int32()), pa.array(texts)),
                    "value": pa.array([float(len(batches))] * rows),
                }
            )
        )
    return batches


def rows_batches(start_seconds: int) -> list[pa.RecordBatch]:
    """A row for each series, in the three kinds of list; one value is null."""
    batches = []
    lists = (pa.list_(pa.float64()), pa.large_list(pa.float32()), pa.list_(pa.int32(), 3))
    for index, kind in enumerate(lists):
        batches.append(
            pa.record_batch(
                {
                    "__name__": pa.array([f"rows_{index}", f"rows_{index}"]),
                    "room": pa.array(["kitchen", None]),
                    "start": pa.array([start_seconds * 1000] * 2, pa.timestamp("ms")),
                    "step": pa.array([15_000, 30_000]),
                    "values": pa.array([[1, None, 3], [4, 5, 6]], kind),
                }
            )
        )
    return batches


SHAPES = {
    "long": long_batches,
    "types": types_batches,
    "wide": wide_batches,
    "decimals": decimal_batches,
    "deltas": delta_batches,
    "rows": rows_batches,
}


def put(client: flight.FlightClient, start_seconds: int, shape: str, compression: str) -> None:
    write = pa.ipc.IpcWriteOptions(
        compression=None if compression == "none" else compression, emit_dictionary_deltas=shape == "deltas"
    )
    options = flight.FlightCallOptions(write_options=write)
    batches = SHAPES[shape](start_seconds)
    # A stream has one schema.
    for schema in {batch.schema.to_string(): batch.schema for batch in batches}.values():
        mine = [batch for batch in batches if batch.schema == schema]
        writer, reader = client.do_put(flight.FlightDescriptor.for_path("pandas"), schema, options=options)
        with writer:
            for index, batch in enumerate(mine, start=1):
                writer.write_with_metadata(batch, json.dumps({"request_id": index}).encode())
            writer.done_writing()
            while (metadata := reader.read()) is not None:
                print(metadata.to_pybytes().decode())


def get(client: flight.FlightClient, query: str, *grid: str) -> None:
    command = json.dumps({"query": query, **dict(zip(("start", "end", "step"), grid))}).encode()
    info = client.get_flight_info(flight.FlightDescriptor.for_command(command))
    frame = client.do_get(info.endpoints[0].ticket).read_pandas()
    if info.total_records != len(frame) or info.schema.names != list(frame.columns):
        raise SystemExit(f"announced {info.total_records} rows of {info.schema.names}, got {frame}")
    frame["timestamp"] = frame["timestamp"].map(lambda time: time.timestamp())
    print(json.dumps({name: column.tolist() for name, column in frame.astype(object).items()}))


def main() -> None:
    location, what, *rest = sys.argv[1:]
    client = flight.connect(location)
    if what == "put":
        put(client, int(rest[0]), rest[1], (rest[2:] + ["none"])[0])
    elif what == "token":
        header = client.authenticate_basic_token(*rest)
        kinds = list(client.list_actions(flight.FlightCallOptions(headers=[header])))
        print(json.dumps({"token": header[1].decode()[:7], "actions": len(kinds)}))
    else:
        get(client, *rest)


main()
