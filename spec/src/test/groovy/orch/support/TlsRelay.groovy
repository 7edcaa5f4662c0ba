package orch.support

import groovy.transform.CompileStatic

import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.security.cert.Certificate
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket
import javax.net.ssl.SSLSocket
import javax.net.ssl.TrustManagerFactory

/** A port on loopback at which the engine answers over TLS, to whoever has its certificate. */
@CompileStatic
final class TlsRelay implements Closeable {
    private static final char[] WORD = 'changeit'.toCharArray()

    private final EngineSocket engine
    private final SSLServerSocket server

    /** What a client needs: ca.pem, cert.pem, key.pem. */
    final Path certificates

    /** @param folder receives keys and certificates */
    TlsRelay(URI engine, Path folder) {
        this.engine = new EngineSocket(engine)
        def ours = keys(folder, 'engine')
        def client = keys(folder, 'client')
        certificates = Files.createDirectories(folder.resolve('client'))
        Files.writeString(certificates.resolve('ca.pem'), pem('CERTIFICATE', ours.getCertificate('engine').encoded))
        Files.writeString(certificates.resolve('cert.pem'), pem('CERTIFICATE', client.getCertificate('client').encoded))
        Files.writeString(certificates.resolve('key.pem'), pem('PRIVATE KEY', client.getKey('client', WORD).encoded))
        server = context(ours, client.getCertificate('client')).serverSocketFactory
                .createServerSocket(0, 50, InetAddress.loopbackAddress) as SSLServerSocket
        server.needClientAuth = true
        Thread.startDaemon('tls') { accept() }
    }

    /** What to give as DOCKER_HOST, or as --engine. */
    String getAddress() {
        "tcp://127.0.0.1:$server.localPort"
    }

    private static KeyStore keys(Path folder, String name) {
        def file = folder.resolve("${name}.p12").toFile()
        def keytool = new ProcessBuilder(Path.of(System.getProperty('java.home'), 'bin', 'keytool').toString(), '-genkeypair',
                '-alias', name, '-keyalg', 'EC', '-dname', "CN=$name", '-ext', 'san=ip:127.0.0.1', '-validity', '2',
                '-storetype', 'PKCS12', '-storepass', new String(WORD), '-keystore', file.path).redirectErrorStream(true).start()
        def said = keytool.inputStream.text
        assert keytool.waitFor() == 0: said
        KeyStore.getInstance(file, WORD)
    }

    private static String pem(String what, byte[] encoded) {
        "-----BEGIN $what-----\n${Base64.getMimeEncoder(64, '\n'.bytes).encodeToString(encoded)}\n-----END $what-----\n"
    }

    private static SSLContext context(KeyStore ours, Certificate client) {
        def own = KeyManagerFactory.getInstance(KeyManagerFactory.defaultAlgorithm)
        own.init(ours, WORD)
        def trusted = KeyStore.getInstance(KeyStore.defaultType)
        trusted.load(null, null)
        trusted.setCertificateEntry('client', client)
        def trust = TrustManagerFactory.getInstance(TrustManagerFactory.defaultAlgorithm)
        trust.init(trusted)
        def context = SSLContext.getInstance('TLS')
        context.init(own.keyManagers, trust.trustManagers, null)
        context
    }

    private void accept() {
        try {
            while (true) {
                def client = server.accept() as SSLSocket
                Thread.startDaemon('tls-connection') { converse(client) }
            }
        } catch (SocketException ignored) {
            // closed: no more
        }
    }

    private void converse(SSLSocket client) {
        try (client; def upstream = engine.connect()) {
            def back = Thread.startDaemon('tls-answer') { answer(upstream, client) }
            byte[] buffer = new byte[64 * 1024]
            for (int count = client.inputStream.read(buffer); count >= 0; count = client.inputStream.read(buffer)) {
                EngineRelay.write(upstream, ByteBuffer.wrap(buffer, 0, count))
            }
            upstream.shutdownOutput()
            back.join()
        } catch (IOException ignored) {
            // one side has gone, or is not trusted: so goes the other
        }
    }

    private static void answer(SocketChannel upstream, SSLSocket client) {
        try {
            // not by streams of the JDK's: over one channel they hold one lock for both directions
            def buffer = ByteBuffer.allocate(64 * 1024)
            while (upstream.read(buffer) >= 0) {
                client.outputStream.write(buffer.array(), 0, buffer.position())
                buffer.clear()
            }
            client.shutdownOutput()
        } catch (IOException ignored) {
            client.close()
        }
    }

    @Override
    void close() {
        server.close()
    }
}
