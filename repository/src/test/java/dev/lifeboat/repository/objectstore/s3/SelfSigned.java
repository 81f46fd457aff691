package dev.lifeboat.repository.objectstore.s3;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A certificate for 127.0.0.1, made with the JDK's keytool.
final class SelfSigned {

    static final String PASSWORD = "changeit";

    private SelfSigned() {}

    static Path keyStore(Path directory) throws IOException {
        var store = directory.resolve("server.p12");
        keytool(
                store,
                List.of(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-validity",
                        "2"));
        return store;
    }

    /// In PEM; the key store is there already.
    static Path certificate(Path directory) throws IOException {
        var certificate = directory.resolve("server.pem");
        keytool(directory.resolve("server.p12"), List.of("-exportcert", "-rfc", "-file", certificate.toString()));
        return certificate;
    }

    private static void keytool(Path store, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of(
                "-alias", "server", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + String.join(" ", arguments));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
