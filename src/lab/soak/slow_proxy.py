"""A proxy before a registry of the tests' own: it adds a delay to each request and tells of each before it is passed on and after it
was answered. It knows HTTP/1.1 with lengths or chunks, which is what the plugin and Distribution speak on loopback."""

import asyncio
import threading

PIECE = 1 << 16


class SlowProxies:
    """Any number of proxies with one thread; `watch(event, registry, method, path)` is called in that thread."""

    def __init__(self, delay):
        self.delay = delay
        self.watch = lambda *_: None
        self.open = 0
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def before(self, name, upstream_port):
        """Starts a proxy; returns its port."""
        async def start():
            server = await asyncio.start_server(
                lambda r, w: self.connection(name, upstream_port, r, w), "127.0.0.1", 0, limit=PIECE)
            return server.sockets[0].getsockname()[1]

        return asyncio.run_coroutine_threadsafe(start(), self.loop).result()

    async def connection(self, name, upstream_port, client, client_writer):
        upstream, upstream_writer = await asyncio.open_connection("127.0.0.1", upstream_port, limit=PIECE)
        try:
            while True:
                head = await client.readuntil(b"\r\n\r\n")
                method, path, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
                self.open += 1
                try:
                    self.watch("asked", name, method, path)
                    # What has left the client arrives, though the client be gone by then.
                    body = await message_body(client, head, False)
                    await asyncio.sleep(self.delay)
                    upstream_writer.write(head + body)
                    await upstream_writer.drain()
                    answer = await upstream.readuntil(b"\r\n\r\n")
                    body = await message_body(upstream, answer, method == "HEAD")
                finally:
                    self.open -= 1
                self.watch("answered", name, method, path)
                client_writer.write(answer + body)
                await client_writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # One side has closed its connection: the usual end.
        finally:
            client_writer.close()
            upstream_writer.close()


async def message_body(reader, head, is_head):
    lines = head.split(b"\r\n")
    headers = {
        name.strip().lower(): value.strip().lower() for name, _, value in (line.partition(b":") for line in lines[1:])
    }
    status = lines[0].split(b" ")[1]
    if is_head or status in (b"204", b"304"):
        return b""
    if headers.get(b"transfer-encoding") == b"chunked":
        body = b""
        while True:
            line = await reader.readuntil(b"\r\n")
            chunk = await reader.readexactly(int(line.split(b";")[0], 16) + 2)
            body += line + chunk
            if len(chunk) == 2:
                return body
    return await reader.readexactly(int(headers.get(b"content-length", b"0")))
