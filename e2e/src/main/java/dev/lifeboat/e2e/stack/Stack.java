package dev.lifeboat.e2e.stack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The processes, in the order in which they were started; closing ends them in the opposite order.
public final class Stack implements AutoCloseable {
    public static final String AGENT_IMAGE = "lifeboat-agent:dev";

    /// A JVM on two busy cores takes a few seconds; the simulator also fills its disks.
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Installation installation;
    private final Path folder;
    private final Deque<ChildProcess> processes = new ArrayDeque<>();

    /// @param folder takes data and logs of all processes; it must exist
    public Stack(Installation installation, Path folder) {
        this.installation = installation;
        this.folder = folder;
    }

    public Path logs() {
        return directory("logs");
    }

    /// Logs of the agents' pods.
    public Path podLogs() {
        return folder.resolve("cluster").resolve("pods");
    }

    /// @param options of the simulator's command line, beyond data and ready file
    public Pool startPool(List<String> options) {
        var ready = folder.resolve("pool.json");
        var arguments =
                new ArrayList<>(List.of("--data", directory("pool").toString(), "--ready-file", ready.toString()));
        arguments.addAll(options);
        start("simulator", List.of("-Xmx512m"), arguments, Map.of()).awaitFile(ready, START_LIMIT);
        try {
            return JsonMapper.builder().build().readValue(ready.toFile(), Pool.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's ready file " + ready + " cannot be read", e);
        }
    }

    /// @return the kubeconfig of a Kubernetes API that runs Jobs as local processes
    public Path startCluster(int port) {
        var kubeconfig = folder.resolve("kubeconfig");
        var ready = folder.resolve("cluster.json");
        var arguments = List.of(
                "--port",
                Integer.toString(port),
                "--data",
                directory("cluster").toString(),
                "--kubeconfig",
                kubeconfig.toString(),
                "--ready-file",
                ready.toString(),
                "--image",
                AGENT_IMAGE + "=" + installation.agentImage());
        start("devcluster", List.of("-Xmx512m"), arguments, Map.of()).awaitFile(ready, START_LIMIT);
        return kubeconfig;
    }

    /// @param environment settings of the operator beyond its kubeconfig and the agent's image
    public ProcessHandle startOperator(Path kubeconfig, Map<String, String> environment) {
        var all = new HashMap<>(Map.of("KUBECONFIG", kubeconfig.toString(), "LIFEBOAT_AGENT_IMAGE", AGENT_IMAGE));
        all.putAll(environment);
        return start("operator", List.of("-Xmx256m"), List.of(), all).handle();
    }

    /// As when its node loses power; [#startOperator] starts it again.
    public void killOperator() {
        var operators = processes.stream()
                .filter(process -> process.isNamed("operator"))
                .toList();
        operators.forEach(ChildProcess::kill);
        processes.removeAll(operators);
    }

    /// The first process that is not running any more, if there is one.
    public Optional<Path> logOfDeadProcess() {
        return processes.stream()
                .filter(process -> !process.isAlive())
                .map(ChildProcess::log)
                .findFirst();
    }

    @Override
    public void close() {
        while (!processes.isEmpty()) {
            processes.pop().close();
        }
    }

    private ChildProcess start(
            String module, List<String> options, List<String> arguments, Map<String, String> environment) {
        var withJdk = new HashMap<>(environment);
        withJdk.put("JAVA_HOME", System.getProperty("java.home"));
        var process = ChildProcess.start(
                module, installation.java(module, options, arguments), withJdk, logs().resolve(module + ".log"));
        processes.push(process);
        return process;
    }

    private Path directory(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + folder.resolve(name), e);
        }
    }
}
