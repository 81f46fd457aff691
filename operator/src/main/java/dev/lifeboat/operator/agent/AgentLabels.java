package dev.lifeboat.operator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Locale;
import java.util.Map;

/// Labels of Jobs, ConfigMaps and pods of ours.
public final class AgentLabels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String OPERATOR = "lifeboat-operator";
    /// Selects what belongs to agents.
    public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR + ",app.kubernetes.io/component=agent";

    static final String OWNER_UID = "lifeboat.dev/owner-uid";

    /// The label that the Job controller puts on its pods.
    static final String JOB_NAME = "batch.kubernetes.io/job-name";

    private AgentLabels() {}

    static Map<String, String> of(HasMetadata owner) {
        return Map.of(
                "app.kubernetes.io/name",
                "lifeboat-agent",
                "app.kubernetes.io/component",
                "agent",
                "app.kubernetes.io/part-of",
                "lifeboat",
                MANAGED_BY,
                OPERATOR,
                "lifeboat.dev/owner-kind",
                owner.getKind().toLowerCase(Locale.ROOT),
                OWNER_UID,
                owner.getMetadata().getUid());
    }
}
