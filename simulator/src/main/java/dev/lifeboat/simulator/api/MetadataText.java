package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XmlRpcWriter;
import java.util.LinkedHashMap;

/// A VM's record as the text that `snapshot_metadata` holds.
record MetadataText(Entity vm) {
    @Override
    public String toString() {
        var record = new LinkedHashMap<>(vm.asRecord());
        record.remove("snapshot_metadata");
        return XmlRpcWriter.fragment(record);
    }
}
