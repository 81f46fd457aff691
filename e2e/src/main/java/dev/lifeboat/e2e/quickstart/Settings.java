package dev.lifeboat.e2e.quickstart;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the user asked for on the command line.
///
/// @param bucket     a folder is used without it
/// @param kubeconfig of a cluster that is there already
record Settings(
        Optional<GivenBucket> bucket,
        Optional<Path> kubeconfig,
        String agentImage,
        List<String> poolOptions,
        int clusterPort) {}
