package dev.lifeboat.repository.objectstore.file;

import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Walks directories in the order of keys, into those only that may hold keys that are asked for.
final class FileListing {

    private final Path root;
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<ObjectEntry> found = new ArrayList<>();

    FileListing(Path root, String prefix, String after, int limit) {
        this.root = root;
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    List<ObjectEntry> list() throws IOException {
        walk("");
        return found;
    }

    /// @param parent empty, or the path of a directory with a slash at its end
    private void walk(String parent) throws IOException {
        for (var child : children(parent).entrySet()) {
            if (found.size() >= limit) {
                return;
            }
            var key = child.getKey();
            var attributes = child.getValue();
            if (attributes.isDirectory() && mayHoldWanted(key)) {
                walk(key);
            } else if (attributes.isRegularFile() && key.startsWith(prefix) && key.compareTo(after) > 0) {
                var entry = new ObjectEntry(
                        new ObjectKey(key),
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant());
                found.add(entry);
            }
        }
    }

    /// A directory sorts as its name with a slash, as its objects' keys do among others.
    private Map<String, BasicFileAttributes> children(String parent) throws IOException {
        var children = new TreeMap<String, BasicFileAttributes>();
        try (var files = Files.newDirectoryStream(root.resolve(parent))) {
            for (var file : files) {
                add(parent, file, children);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return children;
        }
        return children;
    }

    private static void add(String parent, Path file, Map<String, BasicFileAttributes> children) throws IOException {
        var name = file.getFileName().toString();
        if (!ObjectKey.isSegment(name)) {
            // Nothing that this store has put there: unfinished files, `lost+found` of a volume.
            return;
        }
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            children.put(parent + name + (attributes.isDirectory() ? "/" : ""), attributes);
        } catch (NoSuchFileException e) {
            // Deleted while the directory was read: not there, then.
        }
    }

    private boolean mayHoldWanted(String directory) {
        boolean underPrefix = directory.startsWith(prefix) || prefix.startsWith(directory);
        return underPrefix && (after.startsWith(directory) || directory.compareTo(after) > 0);
    }
}
