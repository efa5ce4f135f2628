# A server that shakes hands and says nothing more: mute.py PORT CERTIFICATE KEY.
import socket
import ssl
import sys
import threading
import time

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[2], sys.argv[3])


def serve(client):
    try:
        shaken = context.wrap_socket(client, server_side=True)
        while shaken.recv(4096):
            pass
        time.sleep(60)
    except OSError:
        pass


with socket.create_server(('127.0.0.1', int(sys.argv[1])), backlog=64) as server:
    while True:
        threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
