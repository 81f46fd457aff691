package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An operator on JOSDK's own defaults: finalizer and status by server-side apply.
class JosdkTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    public record ToySpec(Integer size) {}

    public record ToyStatus(String phase) {}

    @Group("toys.example.com")
    @Version("v1")
    @Kind("toysKind")
    @Plural("toys")
    public static class Toy extends CustomResource<ToySpec, ToyStatus> implements Namespaced {}

    @ControllerConfiguration(name = "toys")
    static final class ToyReconciler implements Reconciler<Toy>, Cleaner<Toy> {
        final AtomicInteger reconciled = new AtomicInteger();
        final AtomicInteger cleaned = new AtomicInteger();

        @Override
        public UpdateControl<Toy> reconcile(Toy toy, Context<Toy> context) {
            reconciled.incrementAndGet();
            var child = new ConfigMapBuilder()
                    .withMetadata(new ObjectMetaBuilder()
                            .withName(toy.getMetadata().getName())
                            .withNamespace(toy.getMetadata().getNamespace())
                            .build())
                    .withData(Map.of("size", String.valueOf(toy.getSpec().size())))
                    .build();
            child.addOwnerReference(toy);
            context.getClient()
                    .resource(child)
                    .fieldManager("toys")
                    .forceConflicts()
                    .serverSideApply();
            var report = new Toy();
            report.setMetadata(new ObjectMetaBuilder()
                    .withName(toy.getMetadata().getName())
                    .withNamespace(toy.getMetadata().getNamespace())
                    .build());
            report.setStatus(new ToyStatus("Done " + toy.getSpec().size()));
            return UpdateControl.patchStatus(report);
        }

        @Override
        public DeleteControl cleanup(Toy toy, Context<Toy> context) {
            cleaned.incrementAndGet();
            return DeleteControl.defaultDelete();
        }
    }

    @Test
    void anOperatorReconcilesReportsAndCleansUp() {
        CLUSTER.post(
                Widgets.DEFINITIONS, Widgets.definition("toys", "{type: object, properties: {size: {type: integer}}}"));
        var path = Widgets.path("toys", "default");
        var reconciler = new ToyReconciler();
        var operator = new Operator(overrider -> overrider.withKubernetesClient(connect()));
        operator.register(reconciler);
        operator.start();

        CLUSTER.post(path, Widgets.object("toys", "a", "{size: 1}"));
        await().untilAsserted(() ->
                assertThat(CLUSTER.get(path + "/a").text("status", "phase")).isEqualTo("Done 1"));
        CLUSTER.patch("merge", path + "/a", "{\"spec\":{\"size\":2}}");
        await().untilAsserted(() ->
                assertThat(CLUSTER.get(path + "/a").text("status", "phase")).isEqualTo("Done 2"));
        assertThat(CLUSTER.get("/api/v1/namespaces/default/configmaps/a").text("data", "size"))
                .isEqualTo("2");
        assertThat(CLUSTER.get(path + "/a").at("metadata", "finalizers").toString())
                .isEqualTo("[\"toys.toys.example.com/finalizer\"]");
        // One for the creation, one for the change, at most one for the finalizer: no writes that answer themselves.
        assertThat(reconciler.reconciled.get()).isBetween(2, 4);

        CLUSTER.delete(path + "/a");
        await().untilAsserted(() -> assertThat(CLUSTER.get(path + "/a").code()).isEqualTo(404));
        await().untilAsserted(() -> assertThat(
                        CLUSTER.get("/api/v1/namespaces/default/configmaps/a").code())
                .isEqualTo(404));
        assertThat(reconciler.cleaned.get()).isEqualTo(1);
        operator.stop();
    }

    private static KubernetesClient connect() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(CLUSTER.cluster().kubeconfig()))
                .build();
    }
}
