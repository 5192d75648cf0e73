"""A real pyarrow client for Arrow Flight: sends a pandas-style long table, prints what was acknowledged as JSON lines.

Usage: pyarrow_client.py grpc://host:port START_SECONDS [none|zstd|lz4]
"""

import json
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.flight as flight

STEPS = 20


def long_table(start_seconds: int) -> pa.Table:
    """Two series of STEPS samples, 15 s apart, sorted by time (so that the series interleave), as pandas makes it."""
    rows = [
        {
            "timestamp": pd.Timestamp(start_seconds + 15 * step, unit="s", tz="UTC"),
            "__name__": "room_temperature_celsius",
            "room": room,
            "floor": None if room == "attic" else "1",
            "value": base + step / 10,
        }
        for step in range(STEPS)
        for room, base in (("kitchen", 20.0), ("attic", 15.0))
    ]
    frame = pd.DataFrame(rows)
    frame["room"] = frame["room"].astype("category")
    return pa.Table.from_pandas(frame, preserve_index=False)


def main() -> None:
    location, start_seconds, compression = sys.argv[1], int(sys.argv[2]), (sys.argv[3:] + ["none"])[0]
    options = None
    if compression != "none":
        options = flight.FlightCallOptions(write_options=pa.ipc.IpcWriteOptions(compression=compression))
    client = flight.connect(location)
    table = long_table(start_seconds)
    descriptor = flight.FlightDescriptor.for_path("pandas")
    writer, reader = client.do_put(descriptor, table.schema, options=options)
    with writer:
        for index, batch in enumerate(table.to_batches(max_chunksize=15), start=1):
            writer.write_with_metadata(batch, json.dumps({"request_id": index}).encode())
        writer.done_writing()
        while (metadata := reader.read()) is not None:
            print(metadata.to_pybytes().decode())


main()
