package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class Fabric8Test {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    private static KubernetesClient client;

    @BeforeAll
    static void connect() {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(CLUSTER.cluster().kubeconfig()))
                .build();
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    private static ConfigMap map(String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withData(Map.of("k", value))
                .build();
    }

    @Test
    void objectsAreCreatedEditedAndDeleted() {
        var created = client.resource(map("crud", "1")).create();
        var edited = client.configMaps()
                .inNamespace("default")
                .withName("crud")
                .edit(map -> new ConfigMapBuilder(map).addToData("l", "2").build());

        assertThat(created.getMetadata().getUid()).isNotEmpty();
        assertThat(edited.getData()).isEqualTo(Map.of("k", "1", "l", "2"));
        assertThat(client.resource(edited).delete()).hasSize(1);
        assertThat(client.resource(edited).get()).isNull();
    }

    @Test
    void aStaleReplaceIsAConflict() {
        var first = client.resource(map("stale", "1")).create();
        client.resource(map("stale", "2")).forceConflicts().serverSideApply();
        first.setData(Map.of("k", "3"));

        assertThatThrownBy(() -> client.resource(first)
                        .lockResourceVersion(first.getMetadata().getResourceVersion())
                        .update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));
    }

    @Test
    void serverSideApplyNamesItsManager() {
        var context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("tester")
                .withForce(true)
                .build();

        var applied = client.resource(map("ssa", "1")).patch(context);

        assertThat(applied.getMetadata().getManagedFields())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getManager()).isEqualTo("tester"));
    }

    @Test
    void watchesTellOfEveryChange() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var _ = client.configMaps()
                .inNamespace("default")
                .withName("watched")
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, ConfigMap map) {
                        seen.add(action + " " + map.getData().get("k"));
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        seen.add("closed");
                    }
                })) {
            var created = client.resource(map("watched", "1")).create();
            client.resource(map("watched", "2")).forceConflicts().serverSideApply();
            client.resource(created).delete();

            await().untilAsserted(() -> assertThat(seen).containsExactly("ADDED 1", "MODIFIED 2", "DELETED 2"));
        }
    }

    @Test
    void informersSeeWhatIsThereAndWhatComes() {
        client.resource(map("informed-1", "1")).create();
        try (var informer = client.configMaps().inNamespace("default").inform()) {
            client.resource(map("informed-2", "1")).create();

            await().untilAsserted(() -> assertThat(informer.getStore().list())
                    .extracting(map -> map.getMetadata().getName())
                    .contains("informed-1", "informed-2"));
        }
    }
}
