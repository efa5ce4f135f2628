# A server that is none: hostile.py PORT WAY. Behind "ban" stands a real server: hostile.py PORT ban REALPORT.
import os
import random
import socket
import struct
import sys
import threading
import time

port, way = int(sys.argv[1]), sys.argv[2]
count = 0
single = threading.Lock()


def record(kind, body):
    return struct.pack('>BHH', kind, 0x0303, len(body)) + body


def message(kind, body):
    return struct.pack('>B', kind) + struct.pack('>I', len(body))[1:] + body


def hello(version=0x0303, suite=0x002F):
    return record(22, message(2, struct.pack('>H', version) + os.urandom(32) + b'\0' + struct.pack('>HB', suite, 0)))


def relay(client, target, waits=True):
    def copy(source, sink):
        try:
            while True:
                data = source.recv(16384)
                if not data:
                    break
                sink.sendall(data)
        except OSError:
            pass
        try:
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    with socket.create_connection(('127.0.0.1', target)) as server:
        back = threading.Thread(target=copy, args=(server, client), daemon=True)
        back.start()
        copy(client, server)
        if waits:
            back.join()


def serve(client, number):
    try:
        if way == 'ban':
            if number <= int(sys.argv[4]) if len(sys.argv) > 4 else number <= 20:
                relay(client, int(sys.argv[3]))
            return
        if way == 'nodes':
            relay(client, int(sys.argv[3 + number % 2]))
            return
        if way == 'two':
            # It stands one connection at a time, and resets the others.
            if not single.acquire(blocking=False):
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                return
            try:
                relay(client, int(sys.argv[3]), waits=False)
            finally:
                single.release()
            return
        client.recv(4096)
        if way == 'silent':
            client.settimeout(30)
            client.recv(1)
        elif way == 'tarpit':
            # A record that never ends.
            client.sendall(b'\x16\x03\x03\x40\x00')
            while True:
                time.sleep(0.5)
                client.sendall(b'\0')
        elif way == 'flood':
            client.sendall(hello())
            while True:
                client.sendall(record(22, message(0, b'') * 4000))
        elif way == 'crumbs':
            client.sendall(hello())
            while True:
                client.sendall(record(22, b'\x0b') * 4000)
        elif way == 'bytes':
            client.sendall(hello() + record(22, b'\x0b\x0f\xff\xff'))
            while True:
                client.sendall(record(22, bytes(16000)))
        elif way == 'warnings':
            while True:
                client.sendall(record(21, b'\x01\x5a') * 2000)
        elif way == 'drip':
            for byte in hello():
                client.sendall(bytes([byte]))
                time.sleep(1)
        elif way == 'hello':
            client.sendall(hello())
            client.recv(1)
        elif way == 'claims':
            client.sendall(hello() + record(22, b'\x0b\xff\xff\xff\xff\xff\xfc' + bytes(8000)))
            client.recv(1)
        elif way == 'random':
            if random.random() < 0.5:
                client.sendall(hello())
        elif way == 'differ':
            client.sendall(random.choice([hello(), hello(0x0301), hello(0x0300, 5), record(21, b'\x02\x28'), record(21, b'\x02\x46'), b'', b'\0']))
        elif way == 'http':
            client.sendall(b'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    except OSError:
        pass
    finally:
        client.close()


listener = socket.create_server(('127.0.0.1', port), backlog=100)
while True:
    accepted = listener.accept()[0]
    count += 1
    threading.Thread(target=serve, args=(accepted, count), daemon=True).start()
