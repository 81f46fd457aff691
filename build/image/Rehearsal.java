import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import dev.lifeboat.xen.XenPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// What an agent needs for the backup that the image's cache is recorded from: a snapshot in the simulator, an order, keys, and
/// a bucket in memory. Started by `build/image/train`, whose only reader it is; it serves the bucket until its input ends.
///
/// Arguments: the simulator's ready file, and the folder that takes `order`, `pool`, `storage` and `key`.
class Rehearsal {
    private static final int WRITES = 2000;
    private static final String BUCKET = "rehearsal";

    static void main(String[] arguments) throws Exception {
        var simulator = new ObjectMapper().readTree(Path.of(arguments[0]).toFile());
        var folder = Path.of(arguments[1]);
        var vm = simulator.get("vms").get(0);
        write(simulator, vm);
        var bucket = Bucket.start();
        secrets(folder, simulator);
        var pool = new dev.lifeboat.xen.PoolAccess(
                List.of(URI.create(simulator.get("endpoint").asText())),
                new Credentials(
                        simulator.get("username").asText(), simulator.get("password").asText()),
                new Trust.Insecure());
        try (var connection = XenPool.connect(pool, "rehearsal")) {
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
        var disk = simulator.get("controlUrl").asText() + "/vms/" + vm.get("name").asText() + "/disks/0/writes";
        try (var client = HttpClient.newHttpClient()) {
            for (var pattern : List.of("random", "text")) {
                var request = HttpRequest.newBuilder(URI.create(disk))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"count\":%d,\"length\":65536,\"seed\":1,\"pattern\":\"%s\"}"
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
                                BUCKET, "", Optional.of("us-east-1"), Optional.of(bucket), true, Optional.empty()),
                        new Encryption.Required(List.of(), Optional.empty())),
                new Transfer(
                        Transfer.NbdTls.Required,
                        2,
                        2 << 20,
                        Optional.empty(),
                        Transfer.OnUnavailable.Fail,
                        Transfer.OnUnavailable.Fail),
                new PointHeader(
                        "rehearsal",
                        snapshot.vmUuid(),
                        "rehearsal",
                        snapshot.uuid(),
                        new UUID(1, 1),
                        "rehearsal",
                        snapshot.takenAt(),
                        Map.of()),
                disks);
    }

    private static UUID uuid(JsonNode node, String name) {
        return UUID.fromString(node.get(name).asText());
    }

    /// Just enough of S3: objects of one bucket, by path style.
    private record Bucket(ConcurrentSkipListMap<String, byte[]> objects) {

        static URI start() throws IOException {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var bucket = new Bucket(new ConcurrentSkipListMap<>());
            server.createContext("/", bucket::answer);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                var body = exchange.getRequestBody().readAllBytes();
                var path = exchange.getRequestURI().getPath().substring(1);
                var key = path.substring(Math.min(path.length(), BUCKET.length() + 1));
                switch (exchange.getRequestMethod()) {
                    case "PUT" -> put(exchange, key, body);
                    case "DELETE" -> {
                        objects.remove(key);
                        send(exchange, 204, new byte[0]);
                    }
                    default -> {
                        if (key.isEmpty()) {
                            list(exchange);
                        } else {
                            get(exchange, key);
                        }
                    }
                }
            }
        }

        private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
            boolean onlyNew = exchange.getRequestHeaders().containsKey("If-None-Match");
            if (onlyNew && objects.putIfAbsent(key, body) != null) {
                send(exchange, 412, error("PreconditionFailed"));
                return;
            }
            objects.put(key, body);
            exchange.getResponseHeaders().set("ETag", "\"" + key.hashCode() + "\"");
            send(exchange, 200, new byte[0]);
        }

        private void get(HttpExchange exchange, String key) throws IOException {
            var body = objects.get(key);
            if (body == null) {
                send(exchange, 404, error("NoSuchKey"));
                return;
            }
            var range = exchange.getRequestHeaders().getFirst("Range");
            exchange.getResponseHeaders().set("ETag", "\"" + key.hashCode() + "\"");
            if (range == null) {
                send(exchange, 200, body);
                return;
            }
            var ends = range.substring("bytes=".length()).split("-");
            int from = ends[0].isEmpty() ? Math.max(0, body.length - Integer.parseInt(ends[1])) : Integer.parseInt(ends[0]);
            int to = ends.length < 2 || ends[0].isEmpty() ? body.length : Math.min(body.length, Integer.parseInt(ends[1]) + 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, body.length));
            send(exchange, 206, Arrays.copyOfRange(body, from, to));
        }

        private void list(HttpExchange exchange) throws IOException {
            var prefix = parameter(exchange, "prefix");
            var after = parameter(exchange, "start-after");
            var xml = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>false</IsTruncated>");
            objects.tailMap(prefix).forEach((key, body) -> {
                if (key.startsWith(prefix) && key.compareTo(after) > 0) {
                    xml.append("<Contents><Key>%s</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>%d</Size></Contents>"
                            .formatted(key, body.length));
                }
            });
            send(exchange, 200, xml.append("</ListBucketResult>").toString().getBytes());
        }

        private static String parameter(HttpExchange exchange, String name) {
            return Pattern.compile("(^|&)" + name + "=([^&]*)")
                    .matcher(Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""))
                    .results()
                    .map(found -> found.group(2))
                    .findFirst()
                    .orElse("");
        }

        private static byte[] error(String code) {
            return ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>").getBytes();
        }

        private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            }
            exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
            if (!head && body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
