// Node's peer: echoes 64 KiB over one connection, then says goodbye. Arguments: role port version CA [certificate key [require]].
import { readFileSync } from 'node:fs';
import tls from 'node:tls';

const [role, port, version, ca, certificate, key, ask] = process.argv.slice(2);
const protocol = version.replace('_', '.');
const options = {
    minVersion: protocol,
    maxVersion: protocol,
    ca: readFileSync(ca),
    ...(certificate && { cert: readFileSync(certificate), key: readFileSync(key) }),
    ALPNProtocols: ['http/1.1'],
    // What is older than TLS 1.2 signs with SHA-1, which OpenSSL's default level forbids.
    ...(protocol < 'TLSv1.2' && { ciphers: 'DEFAULT@SECLEVEL=0' }),
};

function echo(socket) {
    let left = 65536;
    socket.on('data', data => {
        left -= data.length;
        socket.write(data);
        if (left === 0) socket.end();
    });
    socket.on('close', () => process.exit(left === 0 ? 0 : 1));
    socket.on('error', fail);
}

function fail(error) {
    console.error(error);
    process.exit(1);
}

if (role === 'server') {
    const server = tls.createServer({ ...options, requestCert: ask === 'require', rejectUnauthorized: ask === 'require' }, echo);
    server.on('tlsClientError', fail);
    server.listen(port, '127.0.0.1');
} else {
    echo(tls.connect({ ...options, host: '127.0.0.1', port, servername: 'server.example' }));
}
