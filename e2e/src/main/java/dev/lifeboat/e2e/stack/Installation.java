package dev.lifeboat.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A built checkout: where its jars, CRDs and examples lie.
///
/// @param root the folder of the root pom
public record Installation(Path root) {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /// The checkout that a test or the quickstart runs in.
    public static Installation here() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("charts/lifeboat/crds"))) {
                return new Installation(folder);
            }
        }
        throw new IllegalStateException("Not inside a checkout of Lifeboat: no charts/lifeboat/crds above "
                + Path.of("").toAbsolutePath());
    }

    public Path crds() {
        return root.resolve("charts/lifeboat/crds");
    }

    public Path examples() {
        return root.resolve("examples/quickstart");
    }

    /// The tree that becomes the agent's image.
    public Path agentImage() {
        return root.resolve("nbd-agent/target/image");
    }

    /// A command that runs a module's jar on this JVM's JDK.
    List<String> java(String module, List<String> options, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(JAVA.toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar(module).toString()));
        command.addAll(arguments);
        return command;
    }

    private Path jar(String module) {
        var target = root.resolve(module).resolve("target");
        try (var files = Files.newDirectoryStream(target, "lifeboat-" + module + "-*.jar")) {
            for (var file : files) {
                if (!file.toString().matches(".*-(tests|sources|javadoc)\\.jar")) {
                    return file;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be read; build first: mvn -DskipTests package", e);
        }
        throw new IllegalStateException("No jar in " + target + "; build first: mvn -DskipTests package");
    }
}
