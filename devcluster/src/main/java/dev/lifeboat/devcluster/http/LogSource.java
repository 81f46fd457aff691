package dev.lifeboat.devcluster.http;

import dev.lifeboat.devcluster.store.ObjectKey;
import java.nio.file.Path;
import java.util.Optional;

/// Where the logs of pods are.
public interface LogSource {
    /// The log of a container, or of the only one when `container` is empty; empty before it has started.
    Optional<Path> log(ObjectKey pod, String container);

    /// Whether more can still come.
    boolean running(ObjectKey pod);
}
