package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;

/// A client's own tasks, and ending those of others.
final class TaskCalls {
    private TaskCalls() {}

    static void register(MethodTable table) {
        table.field(
                "task.create",
                2,
                call -> call.pool()
                        .tasks()
                        .create(call.text(0), call.text(1), call.host().entity().ref())
                        .ref());
        table.atomic("task.cancel", 1, call -> {
            var task = call.object(0, "task");
            if (!call.pool().tasks().pending(task)) {
                throw XapiError.of("OPERATION_NOT_ALLOWED", "task " + task.ref() + " cannot be cancelled any more");
            }
            task.put("current_operations", call.sessionRef(), "cancel");
            return Call.VOID;
        });
        table.field("task.destroy", 1, call -> {
            var task = call.object(0, "task");
            if (call.pool().tasks().pending(task)) {
                task.put("current_operations", call.sessionRef(), "destroy");
            } else {
                task.delete();
            }
            return Call.VOID;
        });
        table.field("task.set_status", 2, call -> {
            var task = call.object(0, "task");
            var type =
                    call.database().schema().require("task").require("status").type();
            call.pool().tasks().status(task, (String) call.accept(type, 1));
            return Call.VOID;
        });
        table.field("task.set_progress", 2, call -> {
            call.object(0, "task").set("progress", call.real(1));
            return Call.VOID;
        });
        table.field("task.set_result", 2, call -> {
            call.object(0, "task").set("result", call.text(1));
            return Call.VOID;
        });
        table.field("task.set_error_info", 2, call -> {
            var texts = new FieldType.SetOf(new FieldType.Text());
            call.object(0, "task").set("error_info", List.copyOf((List<?>) call.accept(texts, 1)));
            return Call.VOID;
        });
    }
}
