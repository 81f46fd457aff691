package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicyReason;

/// A schedule that cannot be understood.
final class InvalidScheduleException extends RuntimeException {
    private final BackupPolicyReason reason;

    InvalidScheduleException(BackupPolicyReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    BackupPolicyReason reason() {
        return reason;
    }
}
