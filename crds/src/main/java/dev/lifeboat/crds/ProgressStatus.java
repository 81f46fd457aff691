package dev.lifeboat.crds;

import org.jspecify.annotations.Nullable;

/// How far a transfer is; written at most every ten seconds, the agent's HTTP server knows it finer.
public record ProgressStatus(
        long bytesDone,
        long bytesTotal,
        String percentText,
        long bytesPerSecond,
        @Nullable Long etaSeconds) {}
