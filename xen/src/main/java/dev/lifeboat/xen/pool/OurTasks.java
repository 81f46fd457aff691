package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Finds tasks that we, or somebody who ended without cleaning up, left in the pool.
final class OurTasks {

    private final PoolObjects objects;
    private final XapiTasks tasks;

    OurTasks(PoolObjects objects, XapiTasks tasks) {
        this.objects = objects;
        this.tasks = tasks;
    }

    List<PoolTask> of(String originator) {
        return objects.all("task").values().stream()
                .filter(task -> originator.equals(task.map("other_config").get(XapiTasks.ORIGINATOR_KEY)))
                .map(OurTasks::task)
                .toList();
    }

    /// Of whoever marks tasks as we do.
    List<PoolTask> marked() {
        return objects.all("task").values().stream()
                .filter(task -> task.map("other_config").containsKey(XapiTasks.ORIGINATOR_KEY))
                .map(OurTasks::task)
                .toList();
    }

    /// Gone already counts as cancelled. Whoever had a handler complete one has lost its connection, and so the handler
    /// has ended or never began.
    void cancel(UUID task) {
        objects.findRef("task", task).ifPresent(ref -> {
            boolean handlers = objects.find("task", ref)
                    .filter(found -> found.text("name_label").startsWith(XapiTasks.HANDLERS))
                    .isPresent();
            if (handlers) {
                tasks.discard(ref);
            } else {
                tasks.abandon(ref);
            }
        });
    }

    private static PoolTask task(XapiRecord task) {
        return new PoolTask(
                task.uuid(),
                task.text("name_label"),
                status(task.text("status")),
                task.number("progress"),
                task.instant("created"),
                task.map("other_config").getOrDefault(XapiTasks.ORIGINATOR_KEY, ""));
    }

    private static PoolTask.Status status(String text) {
        try {
            return PoolTask.Status.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MalformedResponseException("A task has the status '" + text + "'", e);
        }
    }
}
