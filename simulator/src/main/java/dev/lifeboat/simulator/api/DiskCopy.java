package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.storage.StorageFull;
import java.util.HashMap;
import java.util.List;

/// Copies all data of a disk into another one, which is as slow as it is large.
final class DiskCopy {
    private static final int COPY_BYTES = 2 * 1024 * 1024;
    private static final List<String> COPIED = List.of(
            "name_label",
            "name_description",
            "virtual_size",
            "type",
            "sharable",
            "other_config",
            "tags",
            "xenstore_data");

    private final Call call;
    private final Entity source;

    DiskCopy(Call call, Entity source) {
        this.call = call;
        this.source = source;
    }

    /// A new disk in the repository, without change tracking; nothing is left of it when the copy fails.
    Entity into(Entity sr) {
        var target = call.database().atomically(() -> empty(sr));
        try {
            bytesTo(target);
            return target;
        } catch (XapiError | StorageFull e) {
            call.database().atomically(() -> call.pool().disks().destroy(target));
            throw e;
        }
    }

    private Entity empty(Entity sr) {
        SrState.requirePlugged(sr);
        if (!SrState.can(sr, "VDI_CREATE")) {
            throw XapiError.of("SR_OPERATION_NOT_SUPPORTED", sr.ref());
        }
        var values = new HashMap<String, Object>();
        COPIED.forEach(field -> values.put(field, source.get(field)));
        values.put("SR", sr.ref());
        return call.pool().disks().create(values);
    }

    /// The source shows that it is being copied.
    void bytesTo(Entity target) {
        CurrentOperation.shown(call, source, "copy", () -> allBytesTo(target));
    }

    private void allBytesTo(Entity target) {
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
