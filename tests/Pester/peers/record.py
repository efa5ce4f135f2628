# Hands one connection on to a port of this machine, and records it as text2pcap reads it. Arguments: port, file. Tells its own port.
import select
import socket
import sys

port, path = int(sys.argv[1]), sys.argv[2]
listener = socket.create_server(('127.0.0.1', 0))
print(listener.getsockname()[1], flush=True)
client, _ = listener.accept()
server = socket.create_connection(('127.0.0.1', port))
ways = {client: (server, 'O'), server: (client, 'I')}
with open(path, 'w') as record:
    while ways:
        for source in select.select(list(ways), [], [])[0]:
            target, way = ways[source]
            try:
                data = source.recv(1400)
            except ConnectionResetError:
                data = b''
            if not data:
                del ways[source]
                try:
                    target.shutdown(socket.SHUT_WR)
                except OSError:
                    pass
                continue
            record.write(f'{way}\n000000 {data.hex(" ")}\n\n')
            record.flush()
            target.sendall(data)
print('end', flush=True)
