package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import java.util.Optional;

/// Shows an operation in its object's `current_operations` while it runs.
final class CurrentOperation {
    private CurrentOperation() {}

    static void during(Call call, Runnable work) {
        var subject = subject(call);
        var operation = call.method().substring(call.method().indexOf('.') + 1);
        subject.ifPresent(object -> object.put("current_operations", call.operationKey(), operation));
        try {
            work.run();
        } finally {
            subject.filter(Entity::exists)
                    .ifPresent(object -> object.remove("current_operations", call.operationKey()));
        }
    }

    /// The object a call works on, where it has one that shows operations of that name.
    private static Optional<Entity> subject(Call call) {
        var type = call.method().substring(0, call.method().indexOf('.'));
        var operation = call.method().substring(call.method().indexOf('.') + 1);
        var schema = call.database().schema().find(type);
        boolean shows = schema.flatMap(description -> description.field("current_operations"))
                .isPresent();
        boolean isOperation = type.equals("VM")
                ? VmOperations.NAMES.contains(operation)
                : type.equals("VDI") && VdiOperations.NAMES.contains(operation);
        if (!shows || !isOperation || !call.has(0) || !(call.raw(0) instanceof String ref)) {
            return Optional.empty();
        }
        return call.database().find(type, ref);
    }
}
