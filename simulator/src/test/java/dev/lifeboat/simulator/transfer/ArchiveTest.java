package dev.lifeboat.simulator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Sends VMs out and in as archives.
abstract class ArchiveTest extends TransferTest {

    byte[] export(String vm, String... more) {
        var task = client.text("task.create", "export", "");
        var query = query(task, more);
        query.put("ref", vm);
        var body = client.get("/export", query).body();
        assertThat(client.finished(task).path("status").asText()).isEqualTo("success");
        return body;
    }

    JsonNode imported(byte[] archive, String... more) {
        var task = client.text("task.create", "import", "");
        client.upload("/import", query(task, more), archive);
        return client.finished(task);
    }

    Map<String, String> query(String task, String... more) {
        var query = new HashMap<String, String>();
        query.put("session_id", client.session());
        query.put("task_id", task);
        for (int i = 0; i < more.length; i += 2) {
            query.put(more[i], more[i + 1]);
        }
        return query;
    }

    /// The one VM that an import made.
    static String made(JsonNode task) {
        assertThat(task.path("status").asText())
                .as("%s", task.path("error_info"))
                .isEqualTo("success");
        return task.path("result")
                .asText()
                .replaceFirst("^<value><array><data><value>", "")
                .replaceFirst("</value></data></array></value>$", "");
    }

    byte[] disk(String vm) {
        return client.get("/export_raw_vdi", query("", "vdi", small.disk(vm, "0")))
                .body();
    }

    /// Files of an uncompressed archive by name.
    static Map<String, byte[]> files(byte[] tar) {
        var files = new TreeMap<String, byte[]>();
        int at = 0;
        while (tar[at] != 0) {
            var name = new String(tar, at, 100, StandardCharsets.US_ASCII).replace("\0", "");
            int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII), 8);
            files.put(name, Arrays.copyOfRange(tar, at + 512, at + 512 + size));
            at += 512 + (size + 511) / 512 * 512;
        }
        assertThat(tar.length - at).isEqualTo(1024);
        return files;
    }
}
