package dev.lifeboat.operator;

import dev.lifeboat.operator.agent.AgentSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The command line; every option has an environment variable, for a Deployment.
final class OperatorOptions {
    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "NAMESPACE",
            defaultValue = "${env:LIFEBOAT_NAMESPACES:-}",
            description = "Namespaces that are watched, separated by commas; all if left out. LIFEBOAT_NAMESPACES")
    private List<String> namespaces = List.of();

    @Option(
            names = "--agent-image",
            paramLabel = "IMAGE",
            defaultValue = "${env:LIFEBOAT_AGENT_IMAGE:-lifeboat-agent:dev}",
            description = "Image of the agents' pods. LIFEBOAT_AGENT_IMAGE, default lifeboat-agent:dev")
    private String agentImage = "";

    @Option(
            names = "--agent-image-pull-policy",
            paramLabel = "POLICY",
            defaultValue = "${env:LIFEBOAT_AGENT_IMAGE_PULL_POLICY:-IfNotPresent}",
            description = "Always, IfNotPresent or Never. LIFEBOAT_AGENT_IMAGE_PULL_POLICY, default IfNotPresent")
    private String agentImagePullPolicy = "";

    @Option(
            names = "--agent-memory",
            paramLabel = "QUANTITY",
            defaultValue = "${env:LIFEBOAT_AGENT_MEMORY:-512Mi}",
            description = "Memory of an agent's pod. LIFEBOAT_AGENT_MEMORY, default 512Mi")
    private String agentMemory = "";

    @Option(
            names = "--agent-cpu",
            paramLabel = "QUANTITY",
            defaultValue = "${env:LIFEBOAT_AGENT_CPU:-250m}",
            description = "CPU that an agent's pod requests. LIFEBOAT_AGENT_CPU, default 250m")
    private String agentCpu = "";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:LIFEBOAT_LISTEN:-127.0.0.1:0}",
            description = "Where /metrics, /healthz and /readyz are served; port 0 takes a free one and logs it."
                    + " LIFEBOAT_LISTEN, default 127.0.0.1:0")
    private String listen = "";

    @Option(
            names = "--leader-election",
            paramLabel = "NAMESPACE",
            defaultValue = "${env:LIFEBOAT_LEADER_ELECTION:-}",
            description = "Namespace of the lease by which several replicas take turns; without it this one works at"
                    + " once. LIFEBOAT_LEADER_ELECTION")
    private String leaderElection = "";

    OperatorConfig config(CommandLine commandLine) {
        return new OperatorConfig(
                namespaces.stream()
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .collect(Collectors.toSet()),
                new AgentSettings(agentImage, agentImagePullPolicy, agentMemory, agentCpu),
                address(commandLine, listen),
                Optional.of(leaderElection).filter(it -> !it.isBlank()));
    }

    private static InetSocketAddress address(CommandLine commandLine, String text) {
        var colon = text.lastIndexOf(':');
        var port = colon < 0 ? null : port(text.substring(colon + 1));
        if (port == null) {
            throw new CommandLine.ParameterException(
                    commandLine, "--listen '" + text + "' is not of the form host:port, such as 0.0.0.0:8080");
        }
        return new InetSocketAddress(text.substring(0, colon), port);
    }

    private static @Nullable Integer port(String text) {
        try {
            var port = Integer.parseInt(text);
            return port >= 0 && port <= 65535 ? port : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
