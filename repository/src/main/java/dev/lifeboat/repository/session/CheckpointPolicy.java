package dev.lifeboat.repository.session;

import java.time.Duration;

/// How much of a backup a killed writer may take with it.
///
/// A checkpoint is begun after so many bytes, or so much time. Whoever would put more than that at risk waits,
/// unless it was all given within the time of patience: then less than that of work is repeated, however fast
/// the disk is read, and the store is not made to keep up with every burst.
///
/// @param atRiskBytes given to writers, zeros included, since what the last stored checkpoint holds
/// @param every time after which a checkpoint is begun if anything was given at all
/// @param patience how old work may get before its bytes are counted strictly
/// @param mostAtRiskBytes beyond which everybody waits, however young it is: bounds memory
public record CheckpointPolicy(long atRiskBytes, Duration every, Duration patience, long mostAtRiskBytes) {

    public CheckpointPolicy {
        if (atRiskBytes < 1 || mostAtRiskBytes < atRiskBytes || every.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException("Bytes at risk need to be at least 1, and times not negative");
        }
    }

    /// 64 MiB or 30 s of work, of which half the time is for storing the checkpoint.
    public static CheckpointPolicy standard() {
        return new CheckpointPolicy(64L << 20, Duration.ofSeconds(15), Duration.ofSeconds(30), 1L << 30);
    }
}
