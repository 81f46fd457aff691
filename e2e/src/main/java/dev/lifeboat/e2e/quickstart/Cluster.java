package dev.lifeboat.e2e.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What the quickstart does in the cluster: apply manifests, look at resources, ask for a run.
final class Cluster implements AutoCloseable {
    static final String NAMESPACE = "lifeboat-demo";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    Cluster(Path kubeconfig) {
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    String url() {
        return client.getMasterUrl().toString();
    }

    /// Applies every YAML file of a folder, in the order of their names, as `kubectl apply --server-side -f` does.
    ///
    /// @param edit changes the text of each file before it is applied
    void apply(Path folder, UnaryOperator<String> edit) {
        for (var file : yamlFiles(folder)) {
            try {
                apply(edit.apply(Files.readString(file)));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + file, e);
            }
        }
    }

    void apply(String yaml) {
        List<HasMetadata> objects = client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
        objects.forEach(object -> client.resource(object)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager("quickstart")
                        .withForce(true)
                        .build()));
    }

    Optional<Resource> find(String kind, String name) {
        return Optional.ofNullable(client.genericKubernetesResources(context(kind))
                        .inNamespace(NAMESPACE)
                        .withName(name)
                        .get())
                .map(Cluster::resource);
    }

    List<Resource> list(String kind, Map<String, String> labels) {
        return client
                .genericKubernetesResources(context(kind))
                .inNamespace(NAMESPACE)
                .withLabels(labels)
                .list()
                .getItems()
                .stream()
                .map(Cluster::resource)
                .toList();
    }

    /// The folder on this machine that a claim's volume is, if it is one.
    Optional<String> volumeFolder(String claim) {
        return Optional.ofNullable(client.persistentVolumeClaims()
                        .inNamespace(NAMESPACE)
                        .withName(claim)
                        .get())
                .map(found -> client.persistentVolumes()
                        .withName(found.getSpec().getVolumeName())
                        .get())
                .map(volume -> volume.getSpec().getHostPath())
                .map(HostPathVolumeSource::getPath);
    }

    /// Changes the policy's `runRequest`, as `kubectl patch` would.
    void requestRun(String policy, String request) {
        client.genericKubernetesResources(context("BackupPolicy"))
                .inNamespace(NAMESPACE)
                .withName(policy)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"runRequest\":\"" + request + "\"}}");
    }

    @Override
    public void close() {
        client.close();
    }

    private static Resource resource(GenericKubernetesResource object) {
        return new Resource(JSON.valueToTree(object));
    }

    private static ResourceDefinitionContext context(String kind) {
        var lower = kind.toLowerCase(Locale.ROOT);
        return new ResourceDefinitionContext.Builder()
                .withGroup("lifeboat.dev")
                .withVersion("v1alpha1")
                .withKind(kind)
                .withPlural(lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s")
                .withNamespaced(true)
                .build();
    }

    private static List<Path> yamlFiles(Path folder) {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(folder, "*.yaml")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
        files.sort(null);
        return files;
    }
}
