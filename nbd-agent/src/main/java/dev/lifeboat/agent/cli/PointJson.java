package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.point.RecoveryPoint;

/// A recovery point as a document.
final class PointJson {

    private PointJson() {}

    static ObjectNode of(RecoveryPoint point) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("vmUuid", point.vmUuid().toString())
                .put("vmName", point.header().vmName())
                .put("poolName", point.header().poolName())
                .put("pointId", point.id().value())
                .put("pointInTime", point.pointInTime().toString())
                .put("committedAt", point.committedAt().toString())
                .put("manifestKey", point.manifestKey())
                .put("logicalBytes", point.logicalBytes())
                .put("allocatedBytes", point.allocatedBytes());
        var labels = json.putObject("labels");
        point.header().labels().forEach(labels::put);
        var disks = json.putArray("disks");
        point.disks().forEach(disk -> disks.add(of(disk)));
        var excluded = json.putArray("excludedDisks");
        point.header()
                .excludedDisks()
                .forEach(disk -> excluded.addObject()
                        .put("device", disk.device())
                        .put("vdiUuid", disk.vdiUuid().toString())
                        .put("name", disk.name())
                        .put("sizeBytes", disk.sizeBytes())
                        .put("reason", disk.reason()));
        var attachments = json.putArray("attachments");
        point.header()
                .attachments()
                .forEach(it -> attachments
                        .addObject()
                        .put("name", it.name())
                        .put("mediaType", it.mediaType())
                        .put("sizeBytes", it.sizeBytes()));
        return json;
    }

    private static ObjectNode of(DiskImage disk) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("device", disk.device())
                .put("vdiUuid", disk.vdiUuid().toString())
                .put("name", disk.name())
                .put("sizeBytes", disk.sizeBytes())
                .put("allocatedBytes", disk.allocatedBytes())
                .put("bootable", disk.description().bootable());
    }
}
