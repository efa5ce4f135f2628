"""A small HTTP proxy: tunnels with CONNECT, and answers what is fetched through it out of a folder, whatever host it is asked of.
Arguments: port, folder, file that gets a line for each request."""
import os
import socket
import socketserver
import sys
import threading

PORT, FOLDER, LOG = int(sys.argv[1]), sys.argv[2], sys.argv[3]


def carry(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    try:
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Proxy(socketserver.StreamRequestHandler):
    def handle(self):
        first = self.rfile.readline().decode('ascii').split(' ', 2)
        if len(first) < 3:
            return
        method, address, _ = first
        length = 0
        while (line := self.rfile.readline()) not in (b'\r\n', b''):
            name, _, value = line.partition(b':')
            if name.lower() == b'content-length':
                length = int(value)
        self.rfile.read(length)
        with open(LOG, 'a', encoding='ascii') as log:
            log.write(f'{method} {address}\n')
        if method == 'CONNECT':
            host, _, port = address.rpartition(':')
            with socket.create_connection((host, int(port))) as server:
                self.wfile.write(b'HTTP/1.1 200 Connected\r\n\r\n')
                back = threading.Thread(target=carry, args=(server, self.connection), daemon=True)
                back.start()
                carry(self.connection, server)
                back.join()
            return
        # An OCSP question may stand in the address itself: its path begins with the file's name.
        path = os.path.join(FOLDER, address.split('/')[3] if address.count('/') > 2 else 'none')
        body = open(path, 'rb').read() if os.path.isfile(path) else None
        status = b'404 Not Found' if body is None else b'200 OK'
        self.wfile.write(b'HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n' % (status, len(body or b'')) + (body or b''))


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(('127.0.0.1', PORT), Proxy).serve_forever()
