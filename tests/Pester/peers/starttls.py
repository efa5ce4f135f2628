# SMTP with STARTTLS: starttls.py PORT CERT KEY keep|forget|refuse. What comes behind the command for TLS is kept until TLS is there, forgotten, or refused.
import socket
import ssl
import sys
import threading

port, certificate, key, way = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)


def answer(line):
    return b'250 ok\r\n' if line.upper().startswith((b'NOOP', b'EHLO')) else b'500 unknown\r\n'


def serve(client):
    try:
        client.settimeout(20)
        client.sendall(b'220 mail.lab.example\r\n')
        kept = b''
        while True:
            kept += client.recv(4096)
            line, found, rest = kept.partition(b'\r\n')
            if not found:
                if not kept:
                    return
                continue
            kept = rest
            if line.upper() == b'STARTTLS':
                break
            client.sendall(b'250-mail.lab.example\r\n250 STARTTLS\r\n')
        if kept and way == 'refuse':
            client.sendall(b'554 Error: SMTP protocol synchronization\r\n')
            return
        client.sendall(b'220 go ahead\r\n')
        with context.wrap_socket(client, server_side=True) as tls:
            buffered = kept if way == 'keep' else b''
            while True:
                line, found, rest = buffered.partition(b'\r\n')
                if found:
                    buffered = rest
                    tls.sendall(answer(line))
                    continue
                more = tls.recv(4096)
                if not more:
                    return
                buffered += more
    except (OSError, ssl.SSLError):
        pass
    finally:
        client.close()


listener = socket.create_server(('127.0.0.1', port))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
