package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.progress.Labels;
import dev.lifeboat.agent.progress.Meters;
import dev.lifeboat.repository.BackupSession;
import dev.lifeboat.repository.disk.DiskFigures;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/// What the pipeline of a backup counts, and where it waits: for buffers if writing is slower than reading, for the
/// source if it is faster.
///
/// @param bufferWait   nanoseconds that readers waited for a free buffer
/// @param sourceWait   nanoseconds that a source took to be asked, which for a stream is the time of reading
/// @param writeTime    nanoseconds of hashing, compressing, encrypting and waiting for the store, over all threads
/// @param readRequests batches that the sources were asked for
record PipelineMeters(LongAdder bufferWait, LongAdder sourceWait, LongAdder writeTime, LongAdder readRequests) {
    private static final String STAGES = "lifeboat_agent_stage_seconds_total";
    private static final String STAGES_HELP = "Time spent in a stage of the pipeline, over all threads.";

    static PipelineMeters register(Meters meters, BackupSession session, ReadBuffers buffers) {
        meters.gauge("lifeboat_agent_buffers_in_use", "Buffers that disk data is in.", Labels.NONE, buffers::inUse);
        meters.gauge("lifeboat_agent_buffers", "Buffers that there are.", Labels.NONE, buffers::count);
        content(meters, session, "new", DiskFigures::newBytes);
        content(meters, session, "duplicate", DiskFigures::duplicateBytes);
        content(meters, session, "zero", DiskFigures::zeroBytes);
        meters.counter(
                "lifeboat_agent_stored_bytes_total",
                "What new content takes after compression, earlier agents with the same order included.",
                Labels.NONE,
                () -> session.figures().disks().storedBytes());
        return new PipelineMeters(
                meters.seconds(STAGES, STAGES_HELP, Labels.of("stage", "wait-for-buffer")),
                meters.seconds(STAGES, STAGES_HELP, Labels.of("stage", "read")),
                meters.seconds(STAGES, STAGES_HELP, Labels.of("stage", "write")),
                meters.counter(
                        "lifeboat_agent_reads_total",
                        "Reads that the pool was asked for, each a buffer full.",
                        Labels.NONE));
    }

    private static void content(
            Meters meters, BackupSession session, String outcome, ToLongFunction<DiskFigures> figure) {
        meters.counter(
                "lifeboat_agent_content_bytes_total",
                "Disk content by what became of it, earlier agents with the same order included.",
                Labels.of("outcome", outcome),
                () -> figure.applyAsLong(session.figures().disks()));
    }
}
