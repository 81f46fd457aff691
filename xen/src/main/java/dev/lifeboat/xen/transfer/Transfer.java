package dev.lifeboat.xen.transfer;

import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.https.HandlerConnection;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A running transfer: its connection, and its task, which knows the truth.
final class Transfer implements AutoCloseable {

    /// After the last byte of an import, the storage may have much to flush.
    static final Duration STORED = Duration.ofHours(1);

    /// A handler fails its task when it has cleaned up, a moment after it drops the connection.
    private static final Duration REASON = Duration.ofSeconds(30);

    private final String what;
    private final XapiTasks tasks;
    private final String task;
    private final HandlerConnection connection;
    private final AtomicBoolean over = new AtomicBoolean();

    Transfer(String what, XapiTasks tasks, String task, HandlerConnection connection) {
        this.what = what;
        this.tasks = tasks;
        this.task = task;
        this.connection = connection;
    }

    HandlerConnection connection() {
        return connection;
    }

    /// What the pool says of a connection that broke: its own reason if it has one.
    XenException broken(IOException failure) {
        connection.close();
        if (over.get()) {
            return failed("it was cancelled", failure);
        }
        return tasks.failure(what, task, REASON)
                .<XenException>map(reason -> reason)
                .orElseGet(() -> failed(String.valueOf(failure.getMessage()), failure));
    }

    TransferFailedException failed(String why, Throwable cause) {
        return new TransferFailedException(what + " failed: " + why, cause);
    }

    TransferFailedException failed(String why) {
        return new TransferFailedException(what + " failed: " + why);
    }

    /// Waits for the task's success. The connection stays open meanwhile: closing it would abort the handler.
    ///
    /// @return the task's result
    Object confirm(Duration limit) {
        if (over.get()) {
            throw failed("it was ended before");
        }
        try {
            return tasks.await(what, task, limit);
        } finally {
            over.set(true);
            connection.close();
        }
    }

    /// From another thread, this cancels: whatever waits for the connection or for the task ends at once.
    @Override
    public void close() {
        boolean first = over.compareAndSet(false, true);
        connection.close();
        if (first) {
            tasks.abandon(task);
        }
    }
}
