"""A reverse proxy before one registry that counts connections, requests and bytes, and can add a delay to each round trip.

It forwards bytes as they come and reads only the heads of the requests. The delay is added once to each request and, for setting up a
connection, once for TCP and once (TLS 1.3) or twice (TLS 1.2) for TLS, as a network with that round-trip time would. The rate is not limited.

Started as a program of its own, so that it does not share the benchmark's interpreter:

    counting_proxy.py PORT UPSTREAM_PORT DELAY_MILLISECONDS [TLS_FOLDER]

With TLS_FOLDER (cert.pem, key.pem) it speaks https on both sides.

It answers on its standard input: a line `take` is answered by one line of JSON with what was counted since the last `take`.
"""

import asyncio
import json
import ssl
import sys

PIECE = 1 << 18


class Counts:
    def __init__(self):
        self.connections = 0
        self.sent = 0
        self.received = 0
        self.requests = []

    def take(self):
        taken = dict(self.__dict__)
        self.__init__()
        return taken


async def pump(reader, writer, count):
    try:
        while piece := await reader.read(PIECE):
            count(len(piece))
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def forward_body(client, upstream, head, count):
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
    }
    if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
        while True:
            line = await client.readuntil(b"\r\n")
            size = int(line.split(b";")[0], 16)
            await copy_exactly(client, upstream, size + 2, count, line)
            if size == 0:
                return
    await copy_exactly(client, upstream, int(headers.get(b"content-length", b"0")), count, b"")


async def copy_exactly(client, upstream, length, count, before):
    if before:
        upstream.write(before)
        count(len(before))
    while length > 0:
        piece = await client.read(min(length, PIECE))
        if not piece:
            raise asyncio.IncompleteReadError(b"", length)
        length -= len(piece)
        count(len(piece))
        upstream.write(piece)
        await upstream.drain()


def round_trips_to_connect(writer):
    tls = writer.get_extra_info("ssl_object")
    return 1 if tls is None else 2 if tls.version() == "TLSv1.3" else 3


async def serve_connection(client, client_writer, upstream_port, upstream_tls, delay, counts):
    counts.connections += 1
    await asyncio.sleep(delay * round_trips_to_connect(client_writer))
    upstream, upstream_writer = await asyncio.open_connection(
        "127.0.0.1", upstream_port, limit=PIECE, ssl=upstream_tls)

    def sent(length):
        counts.sent += length

    def received(length):
        counts.received += length

    answers = asyncio.create_task(pump(upstream, client_writer, received))
    try:
        while True:
            head = await client.readuntil(b"\r\n\r\n")
            counts.requests.append(head.split(b"\r\n", 1)[0].rsplit(b" ", 1)[0].decode())
            await asyncio.sleep(delay)
            sent(len(head))
            upstream_writer.write(head)
            await forward_body(client, upstream_writer, head, sent)
            await upstream_writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # The client has closed its connection: the usual end.
    finally:
        upstream_writer.close()
        await answers


def tls_contexts(folder):
    if folder is None:
        return None, None
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    return server, ssl.create_default_context(cafile=f"{folder}/cert.pem")


async def main(port, upstream_port, delay_ms, tls_folder=None):
    counts = Counts()
    server_tls, upstream_tls = tls_contexts(tls_folder)
    server = await asyncio.start_server(
        lambda r, w: serve_connection(r, w, upstream_port, upstream_tls, delay_ms / 1000, counts),
        "127.0.0.1", port, limit=PIECE, ssl=server_tls)
    stdin = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdin), sys.stdin)
    async with server:
        while line := await stdin.readline():
            if line.strip() == b"take":
                print(json.dumps(counts.take()), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:]))
