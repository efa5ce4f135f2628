"""OpenSSL (by Python's ssl) or GnuTLS goes up to TLS and down again on one connection.
Arguments: library (openssl or gnutls), role (client or server), port, certificate, key, rounds."""
import ctypes
import socket
import ssl
import sys


class OpenSsl:
    def __init__(self, sock, server, certificate, key):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
        if server:
            context.load_cert_chain(certificate, key)
        else:
            context.load_verify_locations(certificate)
        self.sock = sock
        self.input, self.output = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.input, self.output, server_side=server, server_hostname=None if server else 'localhost')
        self.drive(self.tls.do_handshake)

    def drive(self, step):
        while True:
            try:
                result = step()
                self.sock.sendall(self.output.read())
                return result
            except ssl.SSLWantReadError:
                self.sock.sendall(self.output.read())
                received = self.sock.recv(16384)
                if not received:
                    raise EOFError('The connection ended.')
                self.input.write(received)

    def read(self):
        try:
            return self.drive(lambda: self.tls.read(16384))
        except ssl.SSLZeroReturnError:
            return b''

    def write(self, data):
        self.drive(lambda: self.tls.write(data))

    def bye(self):
        self.drive(self.tls.unwrap)
        return self.input.read()


class GnuTls:
    lib = None

    def __init__(self, sock, server, certificate, key):
        lib = GnuTls.lib = GnuTls.lib or ctypes.CDLL('libgnutls.so.30')
        lib.gnutls_record_recv.restype = lib.gnutls_record_send.restype = ctypes.c_ssize_t
        self.sock, self.session, self.credentials = sock, ctypes.c_void_p(), ctypes.c_void_p()
        lib.gnutls_certificate_allocate_credentials(ctypes.byref(self.credentials))
        if server:
            self.check(lib.gnutls_certificate_set_x509_key_file(self.credentials, certificate.encode(), key.encode(), 1))
        else:
            self.check(lib.gnutls_certificate_set_x509_trust_file(self.credentials, certificate.encode(), 1))
        self.check(lib.gnutls_init(ctypes.byref(self.session), 1 if server else 2))
        self.check(lib.gnutls_set_default_priority(self.session))
        self.check(lib.gnutls_credentials_set(self.session, 1, self.credentials))
        if not server:
            lib.gnutls_server_name_set(self.session, 1, b'localhost', ctypes.c_size_t(9))
            lib.gnutls_session_set_verify_cert(self.session, b'localhost', 0)
        lib.gnutls_transport_set_int2(self.session, sock.fileno(), sock.fileno())
        self.check(lib.gnutls_handshake(self.session))

    @staticmethod
    def check(code):
        if code < 0:
            GnuTls.lib.gnutls_strerror.restype = ctypes.c_char_p
            raise OSError(GnuTls.lib.gnutls_strerror(code).decode())
        return code

    def read(self):
        buffer = ctypes.create_string_buffer(16384)
        n = -28
        while n in (-28, -52):
            n = self.lib.gnutls_record_recv(self.session, buffer, ctypes.c_size_t(16384))
        return buffer.raw[:self.check(n)]

    def write(self, data):
        self.check(self.lib.gnutls_record_send(self.session, data, ctypes.c_size_t(len(data))))

    def bye(self):
        self.check(self.lib.gnutls_bye(self.session, 0))
        self.lib.gnutls_deinit(self.session)
        return b''


library, role, port, certificate, key, rounds = sys.argv[1:]
if role == 'server':
    listener = socket.create_server(('127.0.0.1', int(port)))
    print(listener.getsockname()[1], flush=True)
    sock = listener.accept()[0]
else:
    sock = socket.create_connection(('127.0.0.1', int(port)))
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
rest = b''


def plain_line():
    """Byte by byte: in plain text nothing may be taken that belongs to TLS."""
    global rest
    line = b''
    while not line.endswith(b'\n'):
        byte, rest = (rest[:1], rest[1:]) if rest else (sock.recv(1), b'')
        if not byte:
            raise EOFError('The plain text ended.')
        line += byte
    return line.strip().decode()


for i in range(1, int(rounds) + 1):
    assert plain_line() == f'up {i}'
    sock.sendall(f'ok {i}\n'.encode())
    tls = (OpenSsl if library == 'openssl' else GnuTls)(sock, role == 'server', certificate, key)
    tls.write(tls.read().upper())
    if i % 2:
        # The other end says goodbye first: our answer and the plain text behind it leave in one segment.
        assert tls.read() == b''
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        rest = tls.bye()
        sock.sendall(f'plain {i}\n'.encode())
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
    else:
        rest = tls.bye()
        sock.sendall(f'plain {i}\n'.encode())
    assert plain_line() == f'down {i}', i
