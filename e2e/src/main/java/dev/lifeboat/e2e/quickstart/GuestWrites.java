package dev.lifeboat.e2e.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.e2e.stack.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.BitSet;
import java.util.Map;

/// Writes to the simulated VMs' disks as their guests would.
final class GuestWrites implements AutoCloseable {
    /// Changed block tracking counts in these.
    static final int BLOCK_BYTES = 64 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI control;

    GuestWrites(Pool pool) {
        this.control = pool.controlUrl();
    }

    /// Writes random data to random places of a disk.
    ///
    /// @return how many bytes of whole 64 KiB blocks were touched
    long scatter(String vm, String device, int count, long seed) {
        var touched = new BitSet();
        post("/vms/" + vm + "/disks/" + device + "/writes", Map.of("count", count, "length", 12_288, "seed", seed))
                .path("ranges")
                .forEach(range -> {
                    var offset = range.path("offset").asLong();
                    var length = range.path("length").asLong();
                    touched.set((int) (offset / BLOCK_BYTES), (int) ((offset + length - 1) / BLOCK_BYTES) + 1);
                });
        return (long) touched.cardinality() * BLOCK_BYTES;
    }

    private JsonNode post(String path, Map<String, ?> body) {
        try {
            var response = http.send(
                    HttpRequest.newBuilder(URI.create(control + path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new QuickstartException("The simulator refused " + path + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator does not answer at " + control + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuickstartException("Interrupted");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
