package dev.lifeboat.agent;

import dev.lifeboat.agent.api.ExitCode;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.agent.progress.StatusServer;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One order as a process does it: says how far it is while it works, ends when it is told to, and leaves exactly one
/// report, whatever happens.
final class AgentProcess {
    private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);

    /// Stands in a report about an order that could not be read.
    static final String UNKNOWN_ORDER = "unknown";

    private final ReportFile report;
    private final ListenAddress listen;
    private final ProgressBoard board = new ProgressBoard(Clock.systemUTC());
    private final AtomicBoolean said = new AtomicBoolean();

    AgentProcess(ReportFile report, ListenAddress listen) {
        this.report = report;
        this.listen = listen;
    }

    /// @param work runs in the calling thread, which a signal interrupts
    int run(Function<ProgressBoard, Report> work) throws IOException {
        var cancellation = Cancellation.ofThisThread(this::sayThatTimeIsUp);
        try {
            var outcome = perform(work);
            Thread.interrupted();
            say(outcome);
            return (cancellation.requested() ? ExitCode.Cancelled : exitCode(outcome)).number();
        } finally {
            cancellation.reported();
        }
    }

    private Report perform(Function<ProgressBoard, Report> work) {
        try (var status = StatusServer.start(listen.toSocketAddress(), board)) {
            LOG.info("Serving progress at port {}", status.port());
            return work.apply(board);
        } catch (IOException e) {
            return new FailureReport(
                    UNKNOWN_ORDER,
                    FailureReason.InternalError,
                    "Cannot serve progress at " + listen.address() + ":" + listen.port() + ": " + e.getMessage());
        }
    }

    private void say(Report outcome) throws IOException {
        if (said.compareAndSet(false, true)) {
            report.write(outcome);
        }
    }

    /// Whatever hangs then, it ends with the process.
    private void sayThatTimeIsUp() {
        try {
            say(new FailureReport(
                    board.now().orderId(),
                    FailureReason.Cancelled,
                    "Ended by a signal; not everything could be cleaned up in time. Nothing was committed unless the"
                            + " next agent finds the recovery point"));
        } catch (IOException e) {
            LOG.error("The report cannot be written: {}", e.getMessage());
        }
    }

    private static ExitCode exitCode(Report report) {
        return report instanceof FailureReport failure ? failure.reason().exitCode() : ExitCode.Done;
    }
}
