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
import java.util.concurrent.ConcurrentHashMap;

/// Tasks: made by asynchronous calls, transfers and clients, finished once, and forgotten after a while.
public final class Tasks {
    private static final int MOST_COMPLETED = 200;
    private static final Duration COMPLETED_KEPT = Duration.ofMinutes(65);
    private static final Duration PENDING_KEPT = Duration.ofHours(24);

    private final Database database;
    private final Clock clock;
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();

    /// The session a task was made by, and that session's user, who remains when the session is gone.
    private record Owner(String session, String sid) {}

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

    /// As above, on behalf of a session; only its user and privileged roles may cancel or destroy it.
    public Entity create(String label, String description, String host, Entity session) {
        var task = create(label, description, host);
        owners.put(task.ref(), new Owner(session.ref(), session.text("auth_user_sid")));
        return task;
    }

    /// A task that nobody owns is everybody's.
    boolean ownedBy(Entity task, Entity session) {
        var owner = owners.get(task.ref());
        return owner == null || owner.sid().equals(session.text("auth_user_sid"));
    }

    /// A session with running tasks is kept.
    boolean anyPendingOf(String session) {
        return owners.entrySet().stream()
                .filter(owner -> owner.getValue().session().equals(session))
                .anyMatch(owner -> database.find("task", owner.getKey())
                        .filter(this::pending)
                        .isPresent());
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

    /// Forgets what is too old or too much.
    void collect() {
        owners.keySet().removeIf(ref -> database.find("task", ref).isEmpty());
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
