package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.point.TrashedPoint;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "undelete",
        header = "Brings a deleted recovery point back, or lists those that can be.",
        description = "Possible until prune finds the point's grace period over. Without --vm and --point it lists.",
        footer = {
            "%nExamples:",
            "  lifeboat repository undelete file:///backups --key-file key",
            "  lifeboat repository undelete file:///backups --key-file key --vm 0f8c1b1e-4d43-4a4e-9a80-2f0bd3e7a001"
                    + " --point nightly-3"
        })
final class UndeleteCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private RepositoryArguments repository = new RepositoryArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(names = "--vm", paramLabel = "UUID", description = "The virtual machine's UUID.")
    private @Nullable UUID vm;

    @Option(names = "--point", paramLabel = "ID", description = "The recovery point's id.")
    private @Nullable String point;

    UndeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var opened = repository.open(terminal)) {
            if (vm != null && point != null) {
                bringBack(opened, vm, point);
            } else if (vm == null && point == null) {
                list(opened.trash());
            } else {
                throw new CommandFailedException(
                        Exit.USAGE,
                        "A point is named by both --vm and --point; without them this command lists what there is");
            }
        }
        return Exit.DONE.number();
    }

    private void bringBack(Repository opened, UUID machine, String id) {
        var back = opened.undelete(machine, PointArguments.id(id))
                .orElseThrow(() -> new CommandFailedException(
                        Exit.NOT_FOUND,
                        "There is no deleted recovery point " + id + " of virtual machine " + machine
                                + "; without --vm and --point this command lists what there is"));
        if (output.json()) {
            new Output(terminal).json(PointJson.of(back));
        } else {
            new Output(terminal)
                    .line("Recovery point %s of %s is back.", id, back.header().vmName());
        }
    }

    private void list(List<TrashedPoint> trash) {
        if (output.json()) {
            var json = JsonNodeFactory.instance.objectNode();
            var list = json.putArray("trash");
            trash.forEach(trashed -> list.add(PointJson.of(trashed.point())
                    .put("deletedAt", trashed.deletedAt().toString())));
            new Output(terminal).json(json);
            return;
        }
        var lines = new Output(terminal);
        trash.forEach(trashed -> lines.line(
                "%s (%s)  %s  %s  deleted %s",
                trashed.point().header().vmName(),
                trashed.point().vmUuid(),
                trashed.point().pointInTime(),
                trashed.point().id(),
                trashed.deletedAt()));
        if (trash.isEmpty()) {
            lines.line("No deleted points.");
        }
    }
}
