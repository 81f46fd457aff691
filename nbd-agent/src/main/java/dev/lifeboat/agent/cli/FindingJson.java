package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.repository.verify.DamagedPoint;
import dev.lifeboat.repository.verify.Finding;
import dev.lifeboat.repository.verify.VerifyReport;
import java.util.List;

/// What a verification found, as a document.
final class FindingJson {

    private FindingJson() {}

    static ArrayNode of(List<Finding> findings) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var finding : findings) {
            var json = array.addObject()
                    .put("kind", finding.kind().name())
                    .put("problem", finding.problem().name())
                    .put("objectKey", finding.objectKey())
                    .put("found", finding.found());
            finding.chunk().ifPresent(chunk -> json.put("chunk", chunk));
            var manifests = json.putArray("manifestKeys");
            finding.manifestKeys().forEach(manifests::add);
        }
        return array;
    }

    static ObjectNode of(VerifyReport report) {
        var figures = report.figures();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("depth", report.depth().name())
                .put("ended", report.ended().name())
                .put("clean", report.clean())
                .put("startedAt", report.startedAt().toString())
                .put("seconds", report.took().toMillis() / 1000.0)
                .put("points", figures.points())
                .put("intactPoints", report.intactPoints())
                .put("pages", figures.pages())
                .put("readPacks", figures.readPacks())
                .put("readBytes", figures.readBytes())
                .put("readChunks", figures.chunks())
                .put("findingCount", figures.findings());
        json.set("findings", of(report.findings()));
        var points = json.putArray("damagedPoints");
        report.damagedPoints().forEach(point -> points.add(of(point)));
        return json;
    }

    private static ObjectNode of(DamagedPoint point) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("manifestKey", point.manifestKey())
                .put("vmUuid", point.vmUuid().toString())
                .put("vmName", point.vmName())
                .put("pointId", point.pointId())
                .put("pointInTime", point.pointInTime().toString());
        var disks = json.putArray("disks");
        for (var disk : point.disks()) {
            var ranges = disks.addObject()
                    .put("device", disk.device())
                    .put("vdiUuid", disk.vdiUuid().toString())
                    .put("name", disk.name())
                    .put("sizeBytes", disk.sizeBytes())
                    .put("lostBytes", disk.lostBytes())
                    .putArray("ranges");
            disk.ranges()
                    .forEach(range ->
                            ranges.addObject().put("offset", range.offset()).put("lengthBytes", range.lengthBytes()));
        }
        return json;
    }
}
