package dev.lifeboat.agent.backup;

import java.util.concurrent.Executor;

/// What all disks of a VM share on the way from pool to repository.
///
/// @param workers write what was read
record Pipeline(ReadBuffers buffers, Executor workers, PipelineMeters meters) {}
