package dev.lifeboat.e2e.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// What happens however the quickstart ends: its processes go, and its files with them, unless somebody has to read
/// the logs.
final class Ending implements Runnable {
    private final Story story;
    private final Path folder;
    private volatile boolean keepLogs;

    Ending(Story story, Path folder) {
        this.story = story;
        this.folder = folder;
    }

    void keepLogs() {
        keepLogs = true;
    }

    @Override
    public void run() {
        story.close();
        if (keepLogs) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("Not all of " + folder + " could be removed: " + e.getMessage());
        }
    }
}
