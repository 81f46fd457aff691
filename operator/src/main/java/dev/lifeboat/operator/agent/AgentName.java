package dev.lifeboat.operator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;

/// Names an agent's Job after the resource that it serves.
public final class AgentName {
    /// Leaves room for uid and purpose in the 63 characters that a label may have.
    private static final int READABLE = 40;
    private static final int UID = 8;

    private AgentName() {}

    /// With part of the uid: a resource that is deleted and created again under its name must not meet the Job of the
    /// first one, which may take a while to go.
    ///
    /// @param purpose tells the Jobs of one resource apart; up to 12 letters
    public static String of(HasMetadata resource, String purpose) {
        var name = resource.getMetadata().getName().replace('.', '-');
        var readable = name.substring(0, Math.min(READABLE, name.length()));
        return readable + "-" + resource.getMetadata().getUid().substring(0, UID) + "-" + purpose;
    }
}
