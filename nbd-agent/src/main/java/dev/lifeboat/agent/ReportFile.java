package dev.lifeboat.agent;

import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Where the report goes. A termination message file is a mount of its own, which nothing can be renamed
/// over; elsewhere the report appears whole or not at all.
record ReportFile(Path path) {
    void write(Report report) throws IOException {
        var text = AgentJson.terminationMessage(report);
        if (Files.exists(path)) {
            Files.writeString(path, text);
            return;
        }
        var unfinished = path.resolveSibling(path.getFileName() + ".unfinished");
        Files.writeString(unfinished, text);
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
