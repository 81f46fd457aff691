package dev.lifeboat.operator.status;

import dev.lifeboat.crds.Reason;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kubernetes Events about our resources. Callers send one per change, not per pass. An event that cannot be sent is
/// lost: it is a courtesy, the condition is the truth.
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final String COMPONENT = "lifeboat-operator";
    /// Kubernetes cuts longer ones off with an error.
    private static final int MAX_MESSAGE = 1024;

    private final KubernetesClient client;
    private final Clock clock;

    public Events(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    public void normal(HasMetadata resource, Reason reason, String message) {
        send(resource, "Normal", reason.name(), message);
    }

    public void warning(HasMetadata resource, Reason reason, String message) {
        send(resource, "Warning", reason.name(), message);
    }

    void send(HasMetadata resource, String type, String reason, String message) {
        try {
            create(resource, type, reason, message);
        } catch (KubernetesClientException e) {
            LOG.debug(
                    "Event {} of {} was not sent",
                    reason,
                    resource.getMetadata().getName(),
                    e);
        }
    }

    private void create(HasMetadata resource, String type, String reason, String message) {
        var metadata = resource.getMetadata();
        var now = clock.instant();
        var event = new EventBuilder()
                .withNewMetadata()
                .withName(name(metadata.getName(), now))
                .withNamespace(metadata.getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE - 1) + "…" : message)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withCount(1)
                .withFirstTimestamp(now.truncatedTo(ChronoUnit.SECONDS).toString())
                .withLastTimestamp(now.truncatedTo(ChronoUnit.SECONDS).toString())
                .build();
        client.resource(event).inNamespace(metadata.getNamespace()).create();
    }

    /// Unique also for two events of one instant.
    private static String name(String resource, Instant now) {
        var suffix = Long.toHexString(now.toEpochMilli())
                + Integer.toHexString(UUID.randomUUID().hashCode());
        return resource.toLowerCase(Locale.ROOT) + "." + suffix;
    }
}
