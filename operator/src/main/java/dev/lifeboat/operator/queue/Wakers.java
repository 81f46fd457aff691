package dev.lifeboat.operator.queue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Informers on what a kind refers to: they wake the resources that wait for a change, and are caches for the rest.
public final class Wakers<P extends HasMetadata> {
    private final EventSourceContext<P> context;
    private final Class<P> kind;
    private final Predicate<P> waits;

    /// @param waits whether a resource has to be woken at all
    public Wakers(EventSourceContext<P> context, Class<P> kind, Predicate<P> waits) {
        this.context = context;
        this.kind = kind;
        this.waits = waits;
    }

    /// @param reference the name by which a resource refers to one of the other kind
    public <R extends HasMetadata> InformerEventSource<R, P> on(Class<R> other, Function<P, String> reference) {
        return source(
                other,
                changed -> context.getPrimaryCache()
                        .list(resource -> Objects.equals(
                                        resource.getMetadata().getNamespace(),
                                        changed.getMetadata().getNamespace())
                                && waits.test(resource)
                                && changed.getMetadata().getName().equals(reference.apply(resource)))
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /// Only a cache.
    public <R extends HasMetadata> InformerEventSource<R, P> never(Class<R> other) {
        return source(other, _ -> Set.of());
    }

    private <R extends HasMetadata> InformerEventSource<R, P> source(
            Class<R> other, Function<R, Set<ResourceID>> wakes) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(other, kind)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(wakes::apply)
                        .build(),
                context);
    }
}
