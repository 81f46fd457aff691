package dev.lifeboat.xen.disk;

import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.https.HandlerConnection;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.io.IOException;
import java.time.Duration;

/// A running transfer: its connection, and its task, which knows the truth.
final class Transfer implements AutoCloseable {

    /// A handler fails its task when it has cleaned up, a moment after it drops the connection.
    private static final Duration REASON = Duration.ofSeconds(30);

    private final String what;
    private final XapiTasks tasks;
    private final String task;
    private final HandlerConnection connection;
    private boolean taskEnded;

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
    void confirm(Duration limit) {
        taskEnded = true;
        tasks.await(what, task, limit);
        connection.close();
    }

    @Override
    public void close() {
        connection.close();
        if (!taskEnded) {
            taskEnded = true;
            tasks.abandon(task);
        }
    }
}
