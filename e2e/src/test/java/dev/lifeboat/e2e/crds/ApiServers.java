package dev.lifeboat.e2e.crds;

import dev.lifeboat.e2e.stack.Installation;
import dev.lifeboat.e2e.stack.Stack;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The API servers that the CRDs are held against: `devcluster` always, the real kube-apiserver where the environment
/// variable `KUBE_API_TEST_DIR` names a folder with its binaries.
final class ApiServers implements AutoCloseable {
    /// One server, with the CRDs applied.
    record ApiServer(String name, KubernetesClient client) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<ApiServer> servers = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();

    static ApiServers start(Path folder) throws IOException {
        var servers = new ApiServers();
        servers.startDevcluster(folder);
        var binaries = System.getenv("KUBE_API_TEST_DIR");
        if (binaries == null || !Files.isDirectory(Path.of(binaries))) {
            System.out.println("NOT TESTED: the CRDs on a real kube-apiserver: KUBE_API_TEST_DIR names no folder");
        } else {
            servers.startKubeApiServer(binaries);
        }
        return servers;
    }

    List<ApiServer> all() {
        return List.copyOf(servers);
    }

    private void startDevcluster(Path folder) throws IOException {
        var stack = new Stack(Installation.here(), folder);
        ends.add(stack::close);
        add("devcluster", Files.readString(stack.startCluster(0)));
    }

    /// Offline mode is asked for in code: its environment variable ends in a ClassCastException in this version.
    private void startKubeApiServer(String binaries) throws IOException {
        var server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(binaries)
                .withOfflineMode(true)
                .build());
        server.start();
        ends.add(server::stop);
        add("kube-apiserver", server.getKubeConfigYaml());
    }

    private void add(String name, String kubeconfig) throws IOException {
        var client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build();
        ends.add(client::close);
        try (var files = Files.newDirectoryStream(Installation.here().crds(), "*.yaml")) {
            for (var file : files) {
                client.load(Files.newInputStream(file)).serverSideApply();
            }
        }
        servers.add(new ApiServer(name, client));
    }

    @Override
    public void close() {
        ends.reversed().forEach(Runnable::run);
    }
}
