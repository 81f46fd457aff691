package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// All that starting a container's process takes, with every path already a local one.
record Launch(
        JsonNode container,
        String address,
        List<String> command,
        Map<String, String> environment,
        PodDirectory directory) {
    /// What a program expects to find even in an empty container.
    private static final List<String> INHERITED = List.of("PATH", "JAVA_HOME", "LANG", "LC_ALL", "TZ");

    static Launch of(
            JsonNode pod,
            JsonNode container,
            Map<String, String> declared,
            Map<String, Path> mounts,
            PodDirectory directory,
            Images images) {
        var paths = new LinkedHashMap<>(mounts);
        paths.put(Json.textAt(container, "terminationMessagePath"), directory.terminationMessage(container));
        var mapping = PathMapping.of(paths);
        var command = new ArrayList<String>();
        var parts = new ArrayList<>(Json.texts(container.path("command")));
        parts.addAll(Json.texts(container.path("args")));
        parts.forEach(part -> command.add(mapping.apply(VariableExpansion.expand(part, declared))));
        if (!container.path("command").isEmpty()) {
            command.set(0, images.command(Json.textAt(container, "image"), command.getFirst()));
        }
        return new Launch(
                container,
                Json.textAt(pod, "status", "podIP"),
                List.copyOf(command),
                environment(declared, mapping, Json.textAt(pod, "metadata", "name"), directory),
                directory);
    }

    private static Map<String, String> environment(
            Map<String, String> declared, PathMapping mapping, String host, PodDirectory directory) {
        var environment = new LinkedHashMap<String, String>();
        for (var name : INHERITED) {
            var value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("HOME", directory.root().toString());
        environment.put("HOSTNAME", host);
        declared.forEach((name, value) -> environment.put(name, mapping.apply(value)));
        return environment;
    }

    /// What keeps the process from being started; empty when nothing does.
    String obstacle() {
        if (container.path("command").isEmpty()) {
            return "devcluster does not read images and knows no entrypoint of %s: give the container a command"
                    .formatted(Json.textAt(container, "image"));
        }
        var program = command.getFirst();
        var found = program.contains("/")
                ? Files.isExecutable(directory.root().resolve(program))
                : Objects.requireNonNullElse(environment.get("PATH"), "")
                        .lines()
                        .flatMap(path -> List.of(path.split(":", -1)).stream())
                        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
        return found ? "" : "exec: \"%s\": no such file, or not executable".formatted(program);
    }

    ContainerProcess start(Instant now) throws IOException {
        return ContainerProcess.start(command, environment, directory.root(), directory.log(container), now);
    }

    /// Runs another command as the container would, for probes.
    Process execute(List<String> other) throws IOException {
        var builder = new ProcessBuilder(other)
                .directory(directory.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    int namedPort(String name) {
        for (var port : container.path("ports")) {
            if (Json.textAt(port, "name").equals(name)) {
                return port.path("containerPort").asInt();
            }
        }
        return 0;
    }
}
