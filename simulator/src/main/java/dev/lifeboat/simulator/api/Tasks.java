package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.rpc.XmlRpcWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tasks: made by asynchronous calls, transfers and clients, finished once, and forgotten after a while.
public final class Tasks {
    private static final int MOST_COMPLETED = 200;
    private static final Duration COMPLETED_KEPT = Duration.ofMinutes(65);
    private static final Duration PENDING_KEPT = Duration.ofHours(24);

    private final Database database;
    private final Clock clock;

    Tasks(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public Entity create(String label, String description, String host) {
        collect();
        return database.insert(
                "task",
                Map.of(
                        "name_label",
                        label,
                        "name_description",
                        description,
                        "created",
                        clock.instant(),
                        "status",
                        "pending",
                        "type",
                        "<none/>",
                        "resident_on",
                        host));
    }

    public boolean pending(Entity task) {
        return task.exists() && task.text("status").equals("pending");
    }

    public void succeed(Entity task, Object result) {
        finish(task, "success", () -> task.set("result", XmlRpcWriter.fragment(result)));
    }

    /// A task that produced nothing a caller could use.
    public void succeed(Entity task) {
        finish(task, "success", () -> task.set("result", ""));
    }

    public void fail(Entity task, XapiError error) {
        var status = error.code().equals("TASK_CANCELLED") ? "cancelled" : "failure";
        finish(task, status, () -> task.set("error_info", error.description()));
    }

    public void progress(Entity task, double progress) {
        if (pending(task)) {
            task.set("progress", progress);
        }
    }

    /// What a running operation calls now and then: stops it when somebody has cancelled its task.
    public void stopIfCancelled(Entity task) {
        if (task.exists() && task.map("current_operations").containsValue("cancel")) {
            throw XapiError.of("TASK_CANCELLED", task.ref());
        }
    }

    /// Sets the status by hand, as a client does with tasks of its own.
    void status(Entity task, String status) {
        if (status.equals("pending") || status.equals("cancelling")) {
            task.set("status", status);
        } else {
            finish(task, status, () -> {});
        }
    }

    private void finish(Entity task, String status, Runnable outcome) {
        database.atomically(() -> {
            if (!pending(task)) {
                return;
            }
            task.set("finished", clock.instant());
            task.set("progress", 1.0);
            outcome.run();
            task.set("status", status);
            if (task.map("current_operations").containsValue("destroy")) {
                task.delete();
            } else {
                task.set("current_operations", Map.of());
            }
        });
    }

    private void collect() {
        database.atomically(() -> {
            var now = clock.instant();
            for (var task : database.all("task")) {
                var limit = finished(task)
                        .map(end -> end.plus(COMPLETED_KEPT))
                        .orElseGet(() -> ((Instant) task.get("created")).plus(PENDING_KEPT));
                if (now.isAfter(limit)) {
                    task.delete();
                }
            }
            var completed = database.all("task").stream()
                    .filter(task -> finished(task).isPresent())
                    .sorted(Comparator.comparing(task -> (Instant) task.get("finished")))
                    .toList();
            completed.subList(0, Math.max(0, completed.size() - MOST_COMPLETED)).forEach(Entity::delete);
        });
    }

    private static Optional<Instant> finished(Entity task) {
        return List.of("pending", "cancelling").contains(task.text("status"))
                ? Optional.empty()
                : Optional.of((Instant) task.get("finished"));
    }
}
