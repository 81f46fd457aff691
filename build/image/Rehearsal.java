import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.pool.XenPools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What an agent needs for the backup that the image's cache is recorded from: a snapshot in the simulator, an order,
/// keys, and
/// a bucket in memory. Started by `build/image/train`, whose only reader it is; it serves the bucket until its input
/// ends.
///
/// Arguments: the simulator's ready file, and the folder that takes `order`, `pool`, `storage` and `key`.
class Rehearsal {
    private static final int WRITES = 2000;

    static void main(String[] arguments) throws Exception {
        var simulator = new ObjectMapper().readTree(Path.of(arguments[0]).toFile());
        var folder = Path.of(arguments[1]);
        var vm = simulator.get("vms").get(0);
        write(simulator, vm);
        var bucket = new Bucket(false).serve(0);
        secrets(folder, simulator);
        var pool = new dev.lifeboat.xen.PoolAccess(
                List.of(URI.create(simulator.get("endpoint").asText())),
                new Credentials(
                        simulator.get("username").asText(),
                        simulator.get("password").asText()),
                new Trust.Insecure());
        try (var connection = XenPools.connect(pool, "rehearsal")) {
            var snapshot = connection.takeSnapshot(
                    new SnapshotRequest(uuid(vm, "uuid"), "rehearsal", Set.of(), Map.of("lifeboat:rehearsal", "1")));
            Files.writeString(folder.resolve("order"), AgentJson.write(order(simulator, snapshot, bucket)));
        }
        System.out.println("ready " + bucket);
        System.in.readAllBytes();
        System.exit(0);
    }

    /// As a guest would: random data and text, so that hashing, compression and encryption have something to do.
    private static void write(JsonNode simulator, JsonNode vm) throws Exception {
        var disk =
                simulator.get("controlUrl").asText() + "/vms/" + vm.get("name").asText() + "/disks/0/writes";
        try (var client = HttpClient.newHttpClient()) {
            for (var pattern : List.of("random", "text")) {
                var request = HttpRequest.newBuilder(URI.create(disk))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"count\":%d,\"length\":65536,\"seed\":1,\"pattern\":\"%s\"}"
                                        .formatted(WRITES, pattern)))
                        .build();
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() >= 300) {
                    throw new IOException(disk + " answered " + answer.statusCode() + ": " + answer.body());
                }
            }
        }
    }

    private static void secrets(Path folder, JsonNode simulator) throws IOException {
        var key = EncryptionKey.generate();
        secret(folder, "pool/username", simulator.get("username").asText());
        secret(folder, "pool/password", simulator.get("password").asText());
        secret(folder, "storage/accessKeyId", "rehearsal");
        secret(folder, "storage/secretAccessKey", "rehearsal");
        secret(folder, "key/key", key.text());
    }

    private static void secret(Path folder, String name, String value) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value);
    }

    private static BackupOrder order(JsonNode simulator, VmSnapshot snapshot, URI bucket) {
        var disks = snapshot.disks().stream()
                .map(disk -> new DiskBackup(
                        disk.device(),
                        disk.vdiUuid(),
                        disk.snapshotVdiUuid(),
                        "disk",
                        disk.virtualSizeBytes(),
                        true,
                        new DiskRead.All(FullReason.FirstBackup)))
                .toList();
        return new BackupOrder(
                "rehearsal",
                new PoolAccess(List.of(URI.create(simulator.get("endpoint").asText())), new PoolTrust.Insecure()),
                new RepositoryAccess(
                        new StorageAccess.S3(
                                "rehearsal", "", Optional.of("us-east-1"), Optional.of(bucket), true, Optional.empty()),
                        new Encryption.Required(List.of(), Optional.empty())),
                new Transfer(
                        Transfer.NbdTls.Required, 2, 2 << 20, Transfer.OnUnavailable.Fail, Transfer.OnUnavailable.Fail),
                new PointHeader(
                        "rehearsal",
                        snapshot.vmUuid(),
                        "rehearsal",
                        snapshot.uuid(),
                        new UUID(1, 1),
                        "rehearsal",
                        snapshot.takenAt(),
                        Map.of(),
                        List.of()),
                disks);
    }

    private static UUID uuid(JsonNode node, String name) {
        return UUID.fromString(node.get(name).asText());
    }
}
