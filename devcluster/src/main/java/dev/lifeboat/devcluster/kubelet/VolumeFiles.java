package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.control.Directories;
import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Set;

/// Writes the keys of a ConfigMap or Secret as files.
record VolumeFiles(Path directory) {
    private static final PosixFilePermission[] FROM_LOWEST_BIT = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    void make() {
        Directories.make(directory);
    }

    void write(JsonNode object, JsonNode source, boolean encoded) {
        make();
        var contents = new HashMap<String, byte[]>();
        object.path("data").properties().forEach(entry -> {
            var text = entry.getValue().asText();
            contents.put(entry.getKey(), encoded ? decode(text) : text.getBytes(StandardCharsets.UTF_8));
        });
        object.path("binaryData")
                .properties()
                .forEach(entry ->
                        contents.put(entry.getKey(), decode(entry.getValue().asText())));
        var mode = source.path("defaultMode").asInt(0644);
        if (source.path("items").isEmpty()) {
            contents.forEach((key, bytes) -> write(key, bytes, mode));
        } else {
            for (var item : source.path("items")) {
                var bytes = contents.get(Json.textAt(item, "key"));
                if (bytes == null) {
                    throw NotReady.mount("references non-existent key: " + Json.textAt(item, "key"));
                }
                write(Json.textAt(item, "path"), bytes, item.path("mode").asInt(mode));
            }
        }
    }

    private void write(String path, byte[] bytes, int mode) {
        var file = directory.resolve(path).normalize();
        if (!file.startsWith(directory)) {
            throw NotReady.mount("the path leads out of the volume: " + path);
        }
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.write(file, bytes);
            Files.setPosixFilePermissions(file, permissions(mode));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing the volume file " + file, e);
        }
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        // The owner always reads: there is but one user here, and a kubelet would use the pod's group.
        var permissions = EnumSet.of(PosixFilePermission.OWNER_READ);
        for (var bit = 0; bit < FROM_LOWEST_BIT.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                permissions.add(FROM_LOWEST_BIT[bit]);
            }
        }
        return permissions;
    }
}
