package dev.lifeboat.operator.metrics;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;

/// Ends the series of a resource with the resource: reconcilers without a finalizer are not told of a deletion, their
/// metrics are.
public final class DeletedResources implements Metrics {
    private final Meters meters;

    public DeletedResources(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void cleanupDoneFor(ResourceID resource, Map<String, Object> metadata) {
        if (metadata.get(Constants.RESOURCE_GVK_KEY) instanceof GroupVersionKind kind) {
            meters.forget(kind.getKind(), resource.getNamespace().orElse(""), resource.getName());
        }
    }
}
