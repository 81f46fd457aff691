package dev.lifeboat.agent.cli;

import java.io.IOException;
import java.nio.file.Path;

/// An unencrypted repository in a folder, and the commands that most tests give.
record Commanded(Path folder) {
    Commanded {
        new Cli().line("repository create %s --unencrypted", location(folder)).ends(0);
    }

    private static String location(Path folder) {
        return "file://" + folder.resolve("backups");
    }

    String location() {
        return location(folder);
    }

    Cli.Outcome importDisk(String point, byte[] content, String more) throws IOException {
        return new Cli()
                .line(
                        "repository import-disk %s --unencrypted --vm %s --point %s --input %s --json %s",
                        location(), Disks.VM, point, Disks.file(folder, "import-" + point, content), more)
                .ends(0);
    }

    Cli.Outcome export(String more) {
        return new Cli().line("repository export-disk %s --unencrypted --vm %s %s", location(), Disks.VM, more);
    }

    Cli.Outcome points() {
        return new Cli()
                .line("repository points %s --unencrypted --json", location())
                .ends(0);
    }
}
