package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.HashMap;
import java.util.Set;

/// The life of disks.
final class VdiCalls {
    private static final int COPY_BYTES = 2 * 1024 * 1024;

    private VdiCalls() {}

    static void register(MethodTable table) {
        table.atomic("VDI.create", 1, VdiCalls::create);
        table.atomic("VDI.destroy", 1, VdiCalls::destroy);
        table.atomic("VDI.forget", 1, call -> {
            var vdi = call.object(0, "VDI");
            VdiOperations.require(vdi, "forget");
            vdi.followAll("VBDs").forEach(Entity::delete);
            vdi.delete();
            return Call.VOID;
        });
        table.atomic("VDI.snapshot", 1, 2, call -> {
            var vdi = call.object(0, "VDI");
            VdiOperations.require(vdi, "snapshot");
            return call.pool().disks().snapshot(vdi).ref();
        });
        table.atomic("VDI.clone", 1, 2, call -> {
            var vdi = call.object(0, "VDI");
            VdiOperations.require(vdi, "clone");
            return call.pool().disks().cloneDisk(vdi).ref();
        });
        table.atomic("VDI.resize", 2, call -> {
            var vdi = call.object(0, "VDI");
            VdiOperations.require(vdi, "resize");
            call.pool().disks().resize(vdi, call.number(1));
            return Call.VOID;
        });
        table.lasting("VDI.copy", 2, 4, VdiCalls::copy);
        table.atomic("VDI.update", 1, call -> {
            VdiOperations.require(call.object(0, "VDI"), "update");
            return Call.VOID;
        });
        table.atomic("VDI.set_on_boot", 2, call -> {
            var vdi = call.object(0, "VDI");
            VdiOperations.require(vdi, "set_on_boot");
            var type =
                    call.database().schema().require("VDI").require("on_boot").type();
            vdi.set("on_boot", call.accept(type, 1));
            return Call.VOID;
        });
    }

    private static Object create(Call call) {
        var values = new Creation(call.database(), "VDI", call.struct(0));
        var sr = values.object("SR", "SR");
        if (values.text("type").equals("cbt_metadata")) {
            throw XapiError.of("VDI_INCOMPATIBLE_TYPE", "", "cbt_metadata");
        }
        SrState.requirePlugged(sr);
        if (!SrState.can(sr, "VDI_CREATE")) {
            throw XapiError.of("SR_OPERATION_NOT_SUPPORTED", sr.ref());
        }
        if (values.number("virtual_size") < 0) {
            throw XapiError.backend(79, "VDI Invalid size");
        }
        return call.pool().disks().create(values.values()).ref();
    }

    private static Object destroy(Call call) {
        var vdi = call.object(0, "VDI");
        VdiOperations.require(vdi, "destroy");
        call.pool().disks().destroy(vdi);
        call.pool().collectGarbageSoon();
        return Call.VOID;
    }

    /// Copies all data, into a new disk or an existing one that is large enough.
    private static Object copy(Call call) {
        var source = call.object(0, "VDI");
        var target = call.database().atomically(() -> {
            VdiOperations.require(source, "copy");
            var into = call.text(3, FieldType.NULL);
            return into.equals(FieldType.NULL) ? newTarget(call, source) : existing(call, source, into);
        });
        copyBytes(call, source, target);
        return target.ref();
    }

    private static Entity newTarget(Call call, Entity source) {
        var sr = call.object(1, "SR");
        SrState.requirePlugged(sr);
        var values = new HashMap<String, Object>();
        for (var field : Set.of("name_label", "name_description", "virtual_size", "type", "sharable", "other_config")) {
            values.put(field, source.get(field));
        }
        values.put("SR", sr.ref());
        return call.pool().disks().create(values);
    }

    private static Entity existing(Call call, Entity source, String into) {
        var target = call.database().require("VDI", into);
        long needed = source.number("virtual_size");
        if (target.number("virtual_size") < needed) {
            throw XapiError.of("VDI_TOO_SMALL", target.ref(), Long.toString(needed));
        }
        if (target.flag("read_only")) {
            throw XapiError.of("VDI_READONLY", target.ref());
        }
        return target;
    }

    private static void copyBytes(Call call, Entity source, Entity target) {
        var store = call.pool().disks().store();
        var from = source.uuid();
        var to = target.uuid();
        long size = source.number("virtual_size");
        var buffer = new byte[COPY_BYTES];
        store.allocatedVhdBlocks(from).stream().forEach(block -> {
            call.task().ifPresent(call.pool().tasks()::stopIfCancelled);
            long offset = (long) block * COPY_BYTES;
            int length = (int) Math.min(COPY_BYTES, size - offset);
            store.read(from, offset, buffer, 0, length);
            store.write(to, offset, buffer, 0, length);
            call.task().ifPresent(task -> call.pool().tasks().progress(task, (double) offset / size));
        });
    }
}
