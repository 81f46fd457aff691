package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Optional;

/// Shows an operation in its object's `current_operations` while it runs.
final class CurrentOperation {
    private CurrentOperation() {}

    /// Whether the call is an operation on an object that would show it.
    static boolean shows(Call call) {
        return subject(call).isPresent();
    }

    /// Fails at once where the operation is not allowed now.
    static void during(Call call, Runnable work) {
        var subject = subject(call);
        subject.ifPresent(object -> begin(call, object));
        try {
            work.run();
        } finally {
            subject.ifPresent(object -> end(call, object));
        }
    }

    /// Shows an operation on an object of which the call has made sure that it is allowed.
    static void shown(Call call, Entity object, String operation, Runnable work) {
        call.database().atomically(() -> {
            object.put("current_operations", call.operationKey(), operation);
        });
        try {
            work.run();
        } finally {
            end(call, object);
        }
    }

    /// Only releases that know change tracking name operation and task apart.
    static XapiError conflict(Entity object, String operation, String task) {
        boolean inFull =
                object.database().schema().require("VDI").field("cbt_enabled").isPresent();
        return inFull
                ? XapiError.of("OTHER_OPERATION_IN_PROGRESS", object.type(), object.ref(), operation, task)
                : XapiError.of("OTHER_OPERATION_IN_PROGRESS", object.type() + "." + operation, object.ref());
    }

    private static void begin(Call call, Entity object) {
        var operation = operation(call);
        call.database().atomically(() -> {
            if (object.type().equals("VM")) {
                VmOperations.require(object, operation);
            } else {
                VdiOperations.require(object, operation);
            }
            object.put("current_operations", call.operationKey(), operation);
        });
    }

    private static void end(Call call, Entity object) {
        call.database().atomically(() -> {
            if (object.exists()) {
                object.remove("current_operations", call.operationKey());
            }
        });
    }

    private static String operation(Call call) {
        return call.method().substring(call.method().indexOf('.') + 1);
    }

    /// The object a call works on, where it has one that shows operations of that name.
    private static Optional<Entity> subject(Call call) {
        var type = call.method().substring(0, call.method().indexOf('.'));
        boolean isOperation = switch (type) {
            case "VM" -> VmOperations.NAMES.contains(operation(call));
            case "VDI" -> VdiOperations.NAMES.contains(operation(call));
            default -> false;
        };
        if (!isOperation || !call.has(0) || !(call.raw(0) instanceof String ref)) {
            return Optional.empty();
        }
        return call.database().find(type, ref);
    }
}
