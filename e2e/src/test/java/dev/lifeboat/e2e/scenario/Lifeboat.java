package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.devcluster.Devcluster;
import dev.lifeboat.e2e.stack.ForeignPoolClient;
import dev.lifeboat.e2e.stack.Pool;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// What a scenario does: apply manifests, wait for what conditions say, and act on the pool behind the operator's back.
///
/// @param cluster the built-in one; absent when the tests run on a cluster that was given
record Lifeboat(
        KubernetesClient client, Pool pool, Path kubeconfig, Optional<Devcluster> cluster, OperatorProcess operator) {
    /// @param kill without a word of warning
    record OperatorProcess(Runnable start, Runnable kill) {}

    /// Tells the tests' own requests from the operator's.
    static final String USER_AGENT = "lifeboat-scenarios";

    /// Of anything that a busy machine can hold up.
    static final Duration LIMIT = Duration.ofSeconds(90);
    /// What is promised of everything that ends early.
    private static final Duration CLEAN_WITHIN = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    /// The same operator, with another pool.
    Lifeboat with(Pool other) {
        return new Lifeboat(client, other, kubeconfig, cluster, operator);
    }

    /// Skips a test whose pool runs in this process, on a cluster that cannot reach it.
    void assumeBuiltIn() {
        if (cluster.isEmpty()) {
            System.out.println(
                    "NOT TESTED: pools of other releases, which run inside the tests where no cluster that was"
                            + " given can reach them");
        }
        assumeTrue(cluster.isPresent());
    }

    /// A namespace with a pool and a storage that are ready.
    Manifests ready(String namespace) {
        var manifests = new Manifests(namespace, pool);
        apply(manifests.namespaceItself());
        apply(manifests.credentials(pool.password()));
        apply(manifests.hypervisor());
        apply(manifests.storage());
        await(XenHypervisor.class, namespace, "pool", it -> Outcome.ready(it.getStatus()));
        await(BackupStorage.class, namespace, "storage", it -> Outcome.ready(it.getStatus()));
        return manifests;
    }

    Pool.Vm vm(String name) {
        return pool.vms().stream()
                .filter(vm -> vm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Warnings that the operator told about a resource, oldest first.
    List<Event> warnings(String namespace, String name) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getType().equals("Warning")
                        && event.getInvolvedObject().getName().equals(name))
                .toList();
    }

    void applyFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                apply(Files.readString(file));
            }
        }
    }

    void apply(String yaml) {
        List<HasMetadata> objects = client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
        for (var object : objects) {
            client.resource(object)
                    .patch(new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager("scenario")
                            .withForce(true)
                            .build());
        }
    }

    /// Waits until the resource is as wanted, and fails with the whole resource when it does not become so.
    <R extends CustomResource<?, ?>> R await(Class<R> kind, String namespace, String name, Predicate<R> wanted) {
        var resources = client.resources(kind).inNamespace(namespace).withName(name);
        try {
            return Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(POLL)
                    .until(resources::get, found -> found != null && found.getStatus() != null && wanted.test(found));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    kind.getSimpleName() + " " + namespace + "/" + name + " is not as expected:\n"
                            + Serialization.asYaml(resources.get()),
                    e);
        }
    }

    /// Waits until no such resource is there any more.
    void awaitGone(Class<? extends HasMetadata> kind, String namespace, String name) {
        Awaitility.await(kind.getSimpleName() + " " + name + " goes")
                .atMost(LIMIT)
                .pollInterval(POLL)
                .until(() -> client.resources(kind)
                                .inNamespace(namespace)
                                .withName(name)
                                .get()
                        == null);
    }

    /// Waits until no VM, disk or task of this namespace is on the pool. Sessions a pool tells nobody of.
    void awaitNothingOfOursOnThePool(String namespace) {
        try (var connection = new ForeignPoolClient(pool)) {
            Awaitility.await("nothing of " + namespace + " on the pool")
                    .atMost(CLEAN_WITHIN)
                    .pollInterval(POLL)
                    .untilAsserted(
                            () -> assertThat(marked(connection, namespace)).isEmpty());
        }
    }

    private List<String> marked(ForeignPoolClient connection, String namespace) {
        var uid = namespaceUid(namespace);
        var markers = Stream.of("VM", "VDI")
                .flatMap(type -> connection.call(type + ".get_all_records").valueStream())
                .filter(it ->
                        it.at("/other_config/lifeboat:namespace-uid").asText().equals(uid))
                .filter(it -> !released(it));
        var named = connection
                .call("VM.get_all_records")
                .valueStream()
                .filter(it -> it.path("name_label").asText().startsWith("Lifeboat " + namespace + "/"));
        var tasks = connection
                .call("task.get_all_records")
                .valueStream()
                .filter(it ->
                        it.at("/other_config/lifeboat:originator").asText().contains(uid));
        return Stream.of(markers, named, tasks)
                .flatMap(found -> found)
                .map(Object::toString)
                .distinct()
                .toList();
    }

    /// A VM that was restored keeps the mark of its restore, and is the user's.
    private static boolean released(JsonNode vm) {
        return vm.at("/other_config/lifeboat:restore-uid").isTextual()
                && vm.has("power_state")
                && !vm.path("name_label").asText().contains("[being restored");
    }

    String namespaceUid(String namespace) {
        return client.namespaces().withName(namespace).get().getMetadata().getUid();
    }

    /// Acts on the pool behind the operator's back, through the simulator's control endpoint.
    void control(String method, String path) throws IOException, InterruptedException {
        control(method, path, "");
    }

    void control(String method, String path, String json) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(pool.controlUrl() + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(json))
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path + ": " + response.body()).isBetween(200, 299);
        }
    }
}
