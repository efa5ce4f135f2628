import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** JSSE's peer: echoes 64 KiB over one connection, then says goodbye. Arguments: role port version CA [certificate key [require]]. */
public final class TlsEcho {
    private static final int TOTAL = 65536;
    private static final char[] NO_PASSWORD = new char[0];

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        // TLSv1_2 is TLSv1.2 here.
        String version = args[2].replace('_', '.');
        SSLContext context = context(args);
        if (args[0].equals("server")) {
            try (SSLServerSocket listener = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
                SSLSocket socket = (SSLSocket) listener.accept();
                SSLParameters parameters = parameters(socket, version);
                parameters.setNeedClientAuth(args.length > 6 && args[6].equals("require"));
                socket.setSSLParameters(parameters);
                echo(socket);
            }
        } else {
            Socket tcp = new Socket();
            tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, "server.example", port, true);
            SSLParameters parameters = parameters(socket, version);
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            echo(socket);
        }
    }

    private static SSLParameters parameters(SSLSocket socket, String version) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        if (version.compareTo("TLSv1.2") >= 0) {
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
        }
        return parameters;
    }

    private static void echo(SSLSocket socket) throws IOException {
        try (socket) {
            socket.startHandshake();
            byte[] buffer = new byte[16384];
            for (int left = TOTAL; left > 0; ) {
                int n = socket.getInputStream().read(buffer);
                if (n < 0) {
                    throw new IOException("The data ended early.");
                }
                socket.getOutputStream().write(buffer, 0, n);
                left -= n;
            }
        }
    }

    private static SSLContext context(String[] args) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", certificate(args[3]));
        TrustManagerFactory trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (args.length > 5) {
            Certificate certificate = certificate(args[4]);
            String pem = Files.readString(Path.of(args[5]), StandardCharsets.US_ASCII);
            byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
            own.setKeyEntry("own", KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(key)), NO_PASSWORD, new Certificate[] {certificate});
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate(String file) throws Exception {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
