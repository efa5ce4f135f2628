import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** JSSE as a server of everything that it has, or of its defaults: java TlsServer.java PORT CERT KEY all|default. */
public final class TlsServer {
    public static void main(String[] args) throws Exception {
        boolean all = args[3].equals("all");
        if (all) {
            Security.setProperty("jdk.tls.disabledAlgorithms", "");
            Security.setProperty("jdk.tls.legacyAlgorithms", "");
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(args[1], args[2]).getKeyManagers(), null, null);
        SSLServerSocket listener = (SSLServerSocket) context.getServerSocketFactory()
            .createServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress());
        if (all) {
            listener.setEnabledProtocols(listener.getSupportedProtocols());
            listener.setEnabledCipherSuites(listener.getSupportedCipherSuites());
        }
        while (true) {
            SSLSocket socket = (SSLSocket) listener.accept();
            new Thread(() -> answer(socket)).start();
        }
    }

    private static void answer(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes());
        } catch (Exception e) {
            // A client that only asks hangs up.
        }
    }

    private static KeyManagerFactory keys(String certificate, String key) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(certificate))) {
            Certificate parsed = CertificateFactory.getInstance("X.509").generateCertificate(in);
            String pem = Files.readString(Path.of(key)).replaceAll("-----[^-]+-----|\\s", "");
            store.setKeyEntry("key", KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))),
                new char[0], new Certificate[] {parsed});
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory;
    }
}
