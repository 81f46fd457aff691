package dev.lifeboat.crds;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a transfer is; written at most every ten seconds, the agent's HTTP server knows it finer.
///
/// @param lastUpdate when these figures were read from the agent
public record ProgressStatus(
        long bytesDone,
        long bytesTotal,
        String percentText,
        long bytesPerSecond,
        @Nullable Long etaSeconds,
        @Nullable Instant lastUpdate) {}
