package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;

/// The life of disks.
final class VdiCalls {
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
        VdiOperations.require(source, "copy");
        var into = call.text(3, FieldType.NULL);
        var copy = new DiskCopy(call, source);
        if (into.equals(FieldType.NULL)) {
            return copy.into(call.object(1, "SR")).ref();
        }
        var target = existing(call, source, into);
        copy.bytesTo(target);
        return target.ref();
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
        if (target.followAll("VBDs").stream().anyMatch(vbd -> vbd.flag("currently_attached"))) {
            throw XapiError.of("VDI_IN_USE", target.ref(), "copy");
        }
        return target;
    }
}
