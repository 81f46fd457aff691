package dev.lifeboat.devcluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// How a devcluster is started. Port 0 takes a free one. `images` names the directories that stand for the root file
/// systems of images.
public record DevclusterOptions(int port, Path data, Map<String, Path> images) {
    public DevclusterOptions {
        images = Map.copyOf(images);
    }

    public static DevclusterOptions in(Path data) {
        return new DevclusterOptions(0, data, Map.of());
    }

    public DevclusterOptions withImage(String name, Path root) {
        var more = new HashMap<>(images);
        more.put(name, root);
        return new DevclusterOptions(port, data, more);
    }
}
