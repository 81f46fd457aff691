package dev.lifeboat.e2e.chart;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `kubectl apply` would get to see.
public record RenderedChart(List<HasMetadata> objects) {
    private static final YAMLMapper LENIENT = new YAMLMapper();
    private static final YAMLMapper STRICT = strict();
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            ServiceAccount.class,
            Service.class,
            Deployment.class,
            ClusterRole.class,
            ClusterRoleBinding.class,
            Role.class,
            RoleBinding.class,
            NetworkPolicy.class,
            PodDisruptionBudget.class);

    static RenderedChart of(String yaml) {
        var objects = new ArrayList<HasMetadata>();
        try (var documents = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (documents.hasNextValue()) {
                var document = documents.nextValue();
                if (document.isObject()) {
                    objects.add(parse(document));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Parsing what the chart renders to:\n" + yaml, e);
        }
        return new RenderedChart(List.copyOf(objects));
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T only(Class<T> kind) {
        return single(kind.getSimpleName(), all(kind).stream());
    }

    public <T extends HasMetadata> T named(Class<T> kind, String name) {
        return single(
                kind.getSimpleName() + " " + name,
                all(kind).stream()
                        .filter(object -> object.getMetadata().getName().equals(name)));
    }

    /// Of a kind that belongs to another project.
    GenericKubernetesResource foreign(String kind) {
        return single(
                kind,
                all(GenericKubernetesResource.class).stream()
                        .filter(object -> object.getKind().equals(kind)));
    }

    List<String> kinds() {
        return objects.stream().map(HasMetadata::getKind).distinct().sorted().toList();
    }

    private static <T extends HasMetadata> T single(String what, Stream<T> found) {
        var objects = found.toList();
        if (objects.size() != 1) {
            throw new AssertionError("Expected one " + what + ", rendered were " + objects.size() + ": "
                    + objects.stream().map(HasMetadata::getFullResourceName).collect(Collectors.joining(", ")));
        }
        return objects.getFirst();
    }

    private static HasMetadata parse(JsonNode document) {
        for (var kind : KINDS) {
            if (HasMetadata.getApiVersion(kind)
                            .equals(document.path("apiVersion").asText())
                    && HasMetadata.getKind(kind).equals(document.path("kind").asText())) {
                return STRICT.convertValue(document, kind);
            }
        }
        return LENIENT.convertValue(document, GenericKubernetesResource.class);
    }

    /// Fabric8's models keep fields they do not know, so that a misspelt one would pass; not here.
    private static YAMLMapper strict() {
        var mapper = new YAMLMapper();
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            @Override
            public Boolean hasAnySetter(Annotated member) {
                return false;
            }
        });
        return mapper;
    }
}
