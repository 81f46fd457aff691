package dev.lifeboat.e2e.scenario;

import dev.lifeboat.e2e.stack.Installation;
import dev.lifeboat.e2e.stack.Stack;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a parameter of type [Lifeboat]: the processes, started once for all test classes of a run.
final class RunningLifeboat implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lifeboat.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Processes.class, key -> Processes.start(), Processes.class)
                .lifeboat();
    }

    private record Processes(Stack stack, Path folder, Lifeboat lifeboat) implements AutoCloseable {
        static Processes start() {
            try {
                var folder = Files.createTempDirectory("lifeboat-scenarios-");
                var stack = new Stack(Installation.here(), folder);
                var pool = stack.startPool(poolOptions());
                var given = System.getenv("LIFEBOAT_TEST_KUBECONFIG");
                var kubeconfig = given == null ? stack.startCluster(0) : Path.of(given);
                var client = client(kubeconfig);
                var lifeboat = new Lifeboat(client, pool, kubeconfig, stack);
                lifeboat.applyFolder(Installation.here().crds());
                stack.startOperator(kubeconfig, agentImage());
                return new Processes(stack, folder, lifeboat);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /// In a cluster of its own, the pool has to listen where the cluster's nodes reach it.
        private static List<String> poolOptions() {
            var options = new ArrayList<>(List.of("--login-failure-delay", "PT0.2S"));
            Optional.ofNullable(System.getenv("LIFEBOAT_TEST_POOL_OPTIONS"))
                    .ifPresent(given -> options.addAll(List.of(given.split(" +"))));
            return options;
        }

        private static Map<String, String> agentImage() {
            var image = System.getenv("LIFEBOAT_TEST_AGENT_IMAGE");
            return image == null ? Map.of() : Map.of("LIFEBOAT_AGENT_IMAGE", image);
        }

        private static KubernetesClient client(Path kubeconfig) {
            return new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                    .build();
        }

        @Override
        public void close() throws IOException {
            lifeboat.client().close();
            stack.close();
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
