package dev.lifeboat.e2e.scenario;

import dev.lifeboat.devcluster.Devcluster;
import dev.lifeboat.devcluster.DevclusterOptions;
import dev.lifeboat.e2e.stack.Installation;
import dev.lifeboat.e2e.stack.Stack;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    static final String OPERATOR = "the operator";
    static final String POOL = "the pool that was started with it";
    /// Of classes that others have to wait for; the rest find work beside them.
    static final int FIRST = 1;
    /// Of long classes that fit beside others.
    static final int EARLY = 2;

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

    /// @param cluster the built-in one, in this process so that tests see what it was asked; absent for one that is
    /// given
    private record Processes(Stack stack, Optional<Devcluster> cluster, Path folder, Lifeboat lifeboat)
            implements AutoCloseable {
        static Processes start() {
            try {
                var folder = Files.createTempDirectory("lifeboat-scenarios-");
                var stack = new Stack(Installation.here(), folder);
                var pool = stack.startPool(poolOptions());
                var given = Optional.ofNullable(System.getenv("LIFEBOAT_TEST_KUBECONFIG"));
                var cluster = given.isPresent() ? Optional.<Devcluster>empty() : Optional.of(startCluster(folder));
                var kubeconfig = given.map(Path::of).orElse(folder.resolve("kubeconfig"));
                if (cluster.isPresent()) {
                    Files.writeString(kubeconfig, cluster.get().kubeconfig());
                }
                var operator = new Lifeboat.OperatorProcess(
                        () -> stack.startOperator(kubeconfig, agentImage()), stack::killOperator);
                var lifeboat = new Lifeboat(client(kubeconfig), pool, kubeconfig, cluster, operator);
                lifeboat.applyFolder(Installation.here().crds());
                operator.start().run();
                return new Processes(stack, cluster, folder, lifeboat);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
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

        private static Devcluster startCluster(Path folder) throws IOException {
            return Devcluster.start(DevclusterOptions.in(Files.createDirectory(folder.resolve("cluster")))
                    .withImage(Stack.AGENT_IMAGE, Installation.here().agentImage()));
        }

        private static KubernetesClient client(Path kubeconfig) {
            var config = Config.fromKubeconfig(kubeconfig.toFile());
            config.setUserAgent(Lifeboat.USER_AGENT);
            return new KubernetesClientBuilder().withConfig(config).build();
        }

        @Override
        public void close() throws IOException {
            lifeboat.client().close();
            stack.close();
            cluster.ifPresent(Devcluster::close);
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
