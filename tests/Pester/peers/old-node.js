// A TLS server on an old OpenSSL, as Node of its time brings it: node old-node.js PORT CERT KEY CIPHERS. It runs under Node from 0.8 on.
var fs = require('fs'), tls = require('tls');
var options = { cert: fs.readFileSync(process.argv[3]), key: fs.readFileSync(process.argv[4]), ciphers: process.argv[5], honorCipherOrder: true };
tls.createServer(options, function (socket) {
    socket.on('error', function () { });
    socket.on('data', function () { socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'); });
}).on('clientError', function () { }).listen(Number(process.argv[2]), '127.0.0.1');
process.on('uncaughtException', function () { });
