package dev.lifeboat.devcluster.kubelet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which local directory stands for the root file system of an image. Images without one share the host's.
public record Images(Map<String, Path> roots) {
    public Images {
        roots = Map.copyOf(roots);
    }

    /// The local file for a container's command.
    String command(String image, String command) {
        var root = root(image);
        if (root != null && command.startsWith("/")) {
            var inside = root.resolve(command.substring(1));
            if (Files.exists(inside)) {
                return inside.toString();
            }
        }
        return command;
    }

    /// The name as given, or without its tag or digest.
    private @Nullable Path root(String image) {
        var exact = roots.get(image);
        return exact != null ? exact : roots.get(untagged(image));
    }

    private static String untagged(String image) {
        var withoutDigest = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        var colon = withoutDigest.lastIndexOf(':');
        return colon > withoutDigest.lastIndexOf('/') ? withoutDigest.substring(0, colon) : withoutDigest;
    }
}
