package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;

/// A client's own tasks, and ending those of others.
final class TaskCalls {
    private TaskCalls() {}

    static void register(MethodTable table, Profile profile) {
        table.field(
                "task.create",
                2,
                call -> call.pool()
                        .tasks()
                        .create(
                                call.text(0),
                                call.text(1),
                                call.host().entity().ref(),
                                call.pool().sessions().require(call.sessionRef()))
                        .ref());
        table.atomic("task.cancel", 1, call -> {
            var task = own(call);
            if (!call.pool().tasks().pending(task)) {
                throw XapiError.of("OPERATION_NOT_ALLOWED", "task " + task.ref() + " cannot be cancelled any more");
            }
            task.put("current_operations", call.sessionRef(), "cancel");
            return Call.VOID;
        });
        table.field("task.destroy", 1, call -> {
            var task = own(call);
            if (call.pool().tasks().pending(task)) {
                task.put("current_operations", call.sessionRef(), "destroy");
            } else {
                task.delete();
            }
            return Call.VOID;
        });
        if (profile.has(Feature.TASK_SET_STATUS)) {
            table.field("task.set_status", 2, call -> {
                var task = own(call);
                var type = call.database()
                        .schema()
                        .require("task")
                        .require("status")
                        .type();
                call.pool().tasks().status(task, (String) call.accept(type, 1));
                return Call.VOID;
            });
        }
        if (profile.has(Feature.TASK_SET_PROGRESS)) {
            table.field("task.set_progress", 2, call -> {
                own(call).set("progress", call.real(1));
                return Call.VOID;
            });
        }
        if (profile.has(Feature.TASK_SET_OUTCOME)) {
            outcome(table);
        }
    }

    /// Other people's tasks are for privileged roles only.
    private static Entity own(Call call) {
        var task = call.object(0, "task");
        var session = call.pool().sessions().require(call.sessionRef());
        if (!call.pool().tasks().ownedBy(task, session)) {
            Permissions.refusal(call.pool().sessions().role(session), call.method() + "/any", Role.POOL_OPERATOR)
                    .ifPresent(error -> {
                        throw error;
                    });
        }
        return task;
    }

    private static void outcome(MethodTable table) {
        table.field("task.set_result", 2, call -> {
            own(call).set("result", call.text(1));
            return Call.VOID;
        });
        table.field("task.set_error_info", 2, call -> {
            var texts = new FieldType.SetOf(new FieldType.Text());
            own(call).set("error_info", List.copyOf((List<?>) call.accept(texts, 1)));
            return Call.VOID;
        });
    }
}
