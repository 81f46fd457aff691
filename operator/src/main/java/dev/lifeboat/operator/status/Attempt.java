package dev.lifeboat.operator.status;

import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.util.Optional;

/// Which try a pass is, after passes that threw.
public enum Attempt {
    First,
    Again,
    /// A failure that may pass counts as final now.
    Last;

    /// With the periods between them about nine minutes.
    private static final int TRIES = 8;

    public static Attempt of(Optional<RetryInfo> retry) {
        return retry.map(info -> info.getAttemptCount() >= TRIES ? Last : Again).orElse(First);
    }
}
