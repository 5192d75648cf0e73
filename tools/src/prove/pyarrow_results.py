"""Reads what Flight answers with a real pyarrow client, and prints one line of JSON.

Usage: pyarrow_results.py grpc://host:port rows PARAMS        the table: schema, metadata, rows
       pyarrow_results.py grpc://host:port read PARAMS        its size, read batch by batch
       pyarrow_results.py grpc://host:port half PARAMS        takes two batches, pauses, leaves, and asks again
       pyarrow_results.py grpc://host:port list [CRITERIA]    the names of all flights

PARAMS is the JSON of a ticket.
"""

import json
import sys
import time

import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.flight as flight

PAUSE_SECONDS = 2


def rows(client: flight.FlightClient, ticket: bytes) -> dict:
    table = client.do_get(flight.Ticket(ticket)).read_all()
    table.validate(full=True)
    frame = table.to_pandas()
    if len(frame) != table.num_rows:
        raise SystemExit(f"{len(frame)} rows in pandas, {table.num_rows} in Arrow")
    result = table.to_pylist()
    for row in result:
        row["timestamp"] = row["timestamp"].timestamp()
    metadata = {key.decode(): json.loads(text) for key, text in (table.schema.metadata or {}).items()}
    return {"schema": {f.name: str(f.type) for f in table.schema}, "metadata": metadata, "rows": result}


def read(client: flight.FlightClient, ticket: bytes) -> dict:
    info = client.get_flight_info(flight.FlightDescriptor.for_command(ticket))
    found = {"rows": 0, "bytes": 0, "batches": 0, "largest": 0, "sum": 0.0}
    for chunk in client.do_get(info.endpoints[0].ticket):
        found["rows"] += chunk.data.num_rows
        found["bytes"] += chunk.data.nbytes
        found["batches"] += 1
        found["largest"] = max(found["largest"], chunk.data.nbytes)
        found["sum"] += compute.sum(chunk.data["value"]).as_py()
    return {**found, "announced_rows": info.total_records, "announced_bytes": info.total_bytes}


def half(client: flight.FlightClient, ticket: bytes) -> dict:
    reader = client.do_get(flight.Ticket(ticket))
    taken = sum(reader.read_chunk().data.num_rows for _ in range(2))
    time.sleep(PAUSE_SECONDS)
    reader.cancel()
    answer = client.do_get(flight.Ticket(b'{"query": "1 + 1"}')).read_all()
    return {"taken": taken, "then": answer["value"].to_pylist()}


def main() -> None:
    location, what, *rest = sys.argv[1:]
    client = flight.connect(location)
    if what == "list":
        flights = client.list_flights(*(text.encode() for text in rest))
        print(json.dumps([one.descriptor.path[0].decode() for one in flights]))
        return
    try:
        print(json.dumps({"rows": rows, "read": read, "half": half}[what](client, rest[0].encode())))
    except pa.ArrowException as error:
        print(json.dumps({"error": type(error).__name__, "message": str(error)}))


main()
