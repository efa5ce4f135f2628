"""A fleet of servers on ports of 127.0.0.1, each of which answers after a while: most by TLS, some in the ways in which servers are dead.
Arguments: how many, milliseconds, certificate, key. It writes a table of them, then serves until its input ends."""
import asyncio
import os
import random
import resource
import socket
import ssl
import struct
import sys

count, milliseconds, certificate, key = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
DEAD = ['refused', 'silent', 'slow', 'plain', 'reset', 'garbage']
# A record's head that promises a handshake message of 200 bytes, and some of them.
HALF_A_HELLO = b'\x16\x03\x03\x00\xc8\x02\x00\x00\xc4\x03\x03' + bytes(20)


def keep(task):
    """The loop itself keeps tasks by weak references only."""
    tasks.add(task)
    task.add_done_callback(tasks.discard)


class Server:
    def __init__(self, kind, context):
        self.kind, self.context = kind, context

    async def answer(self, sock):
        loop = asyncio.get_running_loop()
        if self.kind == 'silent':
            return await self.until_it_goes(sock)
        await asyncio.sleep(milliseconds / 1000)
        if self.kind == 'tls':
            await self.tls(sock)
        elif self.kind == 'slow':
            await loop.sock_sendall(sock, HALF_A_HELLO)
            await self.until_it_goes(sock)
        elif self.kind == 'plain':
            await loop.sock_sendall(sock, b'220 mail.example.org ESMTP\r\n')
            await self.until_it_goes(sock)
        elif self.kind == 'garbage':
            await loop.sock_sendall(sock, bytes(random.Random(1).randrange(0x80, 0x100) for _ in range(200)))
            await self.until_it_goes(sock)
        elif self.kind == 'reset':
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))

    async def tls(self, sock):
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        transport, _ = await asyncio.get_running_loop().connect_accepted_socket(lambda: protocol, sock, ssl=self.context)
        try:
            await reader.read()
        finally:
            transport.close()

    async def until_it_goes(self, sock):
        while await asyncio.get_running_loop().sock_recv(sock, 4096):
            pass

    async def accept(self, listener):
        loop = asyncio.get_running_loop()
        while True:
            sock, _ = await loop.sock_accept(listener)
            keep(asyncio.create_task(self.serve(sock)))

    async def serve(self, sock):
        with sock:
            try:
                await self.answer(sock)
            except OSError:
                pass


async def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    print('ComputerName,Port,Kind')
    for i in range(count):
        # One in ten is dead, in the six ways by turns.
        kind = DEAD[i // 10 % 6] if i % 10 == 9 else 'tls'
        listener = socket.create_server(('127.0.0.1', 0), backlog=16)
        listener.setblocking(False)
        print(f'localhost,{listener.getsockname()[1]},{kind}')
        if kind == 'refused':
            # It stays bound, so that nobody else gets the port, and does not listen any more.
            name = listener.getsockname()
            listener.close()
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(name)
            unheard.append(listener)
        else:
            keep(asyncio.create_task(Server(kind, context).accept(listener)))
    print('end', flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


unheard = []
tasks = set()
asyncio.run(main())
