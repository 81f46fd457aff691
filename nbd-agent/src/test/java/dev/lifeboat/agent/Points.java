package dev.lifeboat.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.Attachment;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Recovery points of VM `web` of pool `west`, written and read without a pool or an agent.
public final class Points {
    public static final UUID VM = new UUID(1, 1);

    private Points() {}

    /// @param metadata what a pool would say of the VM
    public static BackupHeader header(String pointId, JsonNode metadata, Attachment... attachments) {
        return new BackupHeader(
                new PointId(pointId),
                VM,
                "web",
                new UUID(9, 9),
                "west",
                Instant.parse("2026-11-22T03:00:00Z"),
                Map.of(),
                metadata,
                List.of(),
                List.of(attachments));
    }

    /// Of a VM of which nothing is known.
    public static BackupHeader header(String pointId) {
        return header(pointId, new ObjectMapper().createObjectNode());
    }

    /// Of the disk that the VM has at a position.
    public static UUID vdi(String device) {
        return new UUID(3, Integer.parseInt(device));
    }

    /// @param disks by position, in which order they are in the point
    public static void commit(Repository repository, BackupHeader header, Map<String, byte[]> disks) {
        try (var session = repository.startBackup(header)) {
            var images = new ArrayList<DiskImage>();
            new TreeMap<>(disks).forEach((device, disk) -> {
                var writer = session.disk(
                        new DiskDescription(device, vdi(device), "disk " + device, disk.length, device.equals("0")),
                        Optional.empty());
                writer.write(0, ByteBuffer.wrap(disk));
                images.add(writer.finish());
            });
            session.commit(images);
        }
    }

    /// All of a disk.
    public static byte[] content(ObjectStore store, String pointId, String device) {
        var repository = Repository.open(store);
        var image = repository.find(VM, new PointId(pointId)).orElseThrow().disks().stream()
                .filter(disk -> disk.device().equals(device))
                .findFirst()
                .orElseThrow();
        var bytes = ByteBuffer.allocate((int) image.sizeBytes());
        repository.reader(image).read(0, bytes);
        return bytes.array();
    }
}
